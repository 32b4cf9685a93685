"""Keys of items: by what they say, never by when it was said."""

from knowledge.domain.item_keys import key_of_relation, key_of_words


def test_the_same_words_have_the_same_key() -> None:
    assert key_of_words("pain", "double saisie") == key_of_words("pain", "double saisie")


def test_other_words_have_another_key() -> None:
    assert key_of_words("pain", "double saisie") != key_of_words("goal", "double saisie")
    assert key_of_words("ab", "c") != key_of_words("a", "bc")


def test_a_key_can_be_made_of_broken_text() -> None:
    assert key_of_words("\ud83d")


def test_a_relation_is_known_by_its_kind_and_whom_it_leads_to() -> None:
    assert (
        key_of_relation({"kind": "reports_to", "to": {"id": "per_paul"}}) == "reports_to:per_paul"
    )
    assert key_of_relation({"kind": "replaces", "to": {"name": "Éva Roy"}}) == "replaces:Éva Roy"
