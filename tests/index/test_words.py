"""Stems, concepts and denials."""

import pytest

from knowledge.index.stems import stem
from knowledge.index.words import terms_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("decides", "decided"), ("budget", "budgets"), ("choisit", "choisir"),
        ("professionnels", "professionnelle"), ("approves", "approved"),
        ("demission", "demissions"), ("tag", "tags"), ("bac", "bacs"), ("reseau", "reseaux"),
    ],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("prix", "pris"), ("sign", "sing"), ("2026", "2025")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def _concepts(text: str) -> set[str]:
    return {concept for term in terms_of(text) for concept in term.concepts}


@pytest.mark.parametrize(
    ("english", "french", "concept"),
    [
        ("who pays", "qui paie", "fund"),
        ("who takes over from her", "qui la remplace", "replace"),
        ("how much is set aside", "quelle enveloppe", "budget"),
        ("overdue", "en retard", "late"),
    ],
)
def test_a_concept_is_found_in_both_languages(english: str, french: str, concept: str) -> None:
    assert concept in _concepts(english)
    assert concept in _concepts(french)


def test_denied_words_are_marked_in_both_languages() -> None:
    denied = {term.stem for term in terms_of("she doesn't pick") if term.negated}
    assert denied == {"pick"}
    french = terms_of("elle ne choisit pas le choix revient à lui")
    assert next(term.negated for term in french if "decide" in term.concepts)
    assert not french[1].negated


def test_a_condition_is_no_denial() -> None:
    assert not any(term.negated for term in terms_of("not buying without a letter"))


def test_offsets_point_into_the_text() -> None:
    text = "L'été, 240 000 € d'économies"
    for term in terms_of(text):
        assert text[term.start : term.end].strip()
    assert "240000" in [term.stem for term in terms_of(text)]
