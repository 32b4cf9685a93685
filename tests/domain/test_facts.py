"""Facts say one thing each; what they say can be told apart from who accepted it and when."""

from knowledge.domain.codes import Role
from tests.domain.build import CLAIRE, close, fact, promise


def test_the_same_statement_has_the_same_hash_whoever_accepted_it_and_when() -> None:
    one = fact(CLAIRE, "person.title", "DAF", "03-02", id="fct_1")
    other = one._replace(id="fct_2", member="mem_nadia", review_id="rev_9")
    assert one.content_hash() == other.content_hash()


def test_other_words_or_another_source_make_another_hash() -> None:
    one = fact(CLAIRE, "person.title", "DAF")
    assert one.content_hash() != one._replace(value_json='"DSI"').content_hash()
    assert one.content_hash() != one._replace(source_id="src_b").content_hash()
    assert one.content_hash() != one._replace(start=3).content_hash()


def test_a_fact_without_a_value_ends_its_item() -> None:
    ended = fact(CLAIRE, "person.role", None, item=Role.INFLUENCER)
    assert ended.ends
    assert ended.value is None
    assert not fact(CLAIRE, "person.external", value=False).ends


def test_an_event_tells_what_it_is_about() -> None:
    promised = promise("envoyer le devis")
    assert close(promised, "03-09").payload["item"] == promised.item
