"""Whether two wordings are about the same thing; in doubt they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.compare_items import SAME_ITEM
from knowledge.domain.likeness import content_words, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("envoyer le devis détaillé", "Envoyer un devis détaillé à Claire"),
        ("send the detailed quote", "I will send you the detailed quote on Friday"),
        ("les factures sont saisies deux fois", "on saisit les factures deux fois"),
        ("we type invoices twice", "invoices are typed twice"),
        ("devis", "le devis"),
    ],
)
def test_the_same_thing_in_other_words_is_recognised(one: str, other: str) -> None:
    assert likeness(one, other) >= SAME_ITEM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("envoyer le devis", "envoyer les références clients"),
        ("send the quote", "send the reference list"),
        ("la saisie est lente", "les factures se perdent"),
        ("it is for us to do", "it was with them on the"),
        ("", "envoyer le devis"),
    ],
)
def test_other_things_are_kept_apart(one: str, other: str) -> None:
    assert likeness(one, other) < SAME_ITEM


def test_one_word_in_common_is_not_enough_between_sentences() -> None:
    assert likeness("envoyer le devis", "le devis inquiète Paul") == 0.0


def test_function_words_of_both_languages_carry_nothing() -> None:
    assert content_words("il est avec nous, and we are with them") == frozenset()


wordings = st.lists(
    st.sampled_from("envoyer devis détaillé visite send quote the le".split()), max_size=6
).map(" ".join)


@given(wordings, wordings)
def test_it_does_not_matter_which_wording_came_first(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
