"""What changed, who it was then, and what contradicts: told readings, in both languages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answer_by_rules import answer
from assistant.bootstrap import Workspace
from assistant.review_proposal import open_proposal, review, waiting
from assistant.write_brief import write_brief
from knowledge.domain.proposals import Verdict
from knowledge.domain.review import Choice
from knowledge.language.value_words import marked, plain_value
from tests.answers.scene import furnished

PORT = "Port of Elde"
MARCH = "notes of 2 March\n\nAnna Berg (cfo) was there. Ivo Maas decides.\n"
JUNE = (
    "notes of 10 June\n\nAnna Berg is now coo. It is Lena Roth who decides.\n"
    "- we send the berth plan by 20 June\n"
)
READINGS: dict[str, dict[str, object]] = {
    MARCH: {
        "people": [
            {"name": "Anna Berg", "side": "customer", "title": "cfo", "title_quote": "Anna Berg (cfo)"},
            {"name": "Ivo Maas", "side": "customer",
             "powers": [{"power": "decides", "quote": "Ivo Maas decides"}]},
        ],
        "attendance": ["Anna Berg"],
    },
    JUNE: {
        "people": [
            {"name": "Anna Berg", "side": "customer", "title": "coo", "title_quote": "Anna Berg is now coo"},
            {"name": "Lena Roth", "side": "customer",
             "powers": [{"power": "decides", "quote": "It is Lena Roth who decides"}]},
        ],
        "next_steps": [
            {"quote": "we send the berth plan by 20 June", "side": "us", "due": "2026-06-20"}
        ],
    },
}  # fmt: skip
NOTES = (("p1", PORT, "2026-03-02", MARCH), ("p2", PORT, "2026-06-10", JUNE))


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with furnished(tmp_path_factory.mktemp("port"), "all", NOTES, READINGS) as ws:
        yield ws


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with furnished(tmp_path_factory.mktemp("undecided"), "none", NOTES, READINGS) as ws:
        yield ws


@pytest.mark.parametrize(
    "question",
    ["What changed since 1 June 2026?", "Qu'est-ce qui a changé depuis le 1er juin 2026 ?",
     "Qu'est-ce qui a changé ?", "Quoi de neuf depuis juin ?"],
)  # fmt: skip
def test_everything_new_since_a_day_and_nothing_older(port: Workspace, question: str) -> None:
    found = answer(port, question, PORT)
    assert found.kind == "fact"
    assert "cfo → coo" in found.answer or ("cfo" in found.answer and "coo" in found.answer)
    assert "Lena Roth" in found.answer
    assert "berth plan" in found.answer
    told = found.answer.split("\n")
    assert all("10 June 2026" in line or "10 juin 2026" in line for line in told)


def test_what_waits_is_said_to_have_changed_too(undecided: Workspace) -> None:
    found = answer(undecided, "What changed since June?", PORT)
    assert found.kind == "to_confirm"
    assert "Lena Roth" in found.answer
    assert {citation.date for citation in found.citations if "Lena" in citation.quote} == {
        "2026-06-10"
    }


@pytest.mark.parametrize(
    ("question", "says"),
    [("What changed since 15 June 2026?", "Nothing was recorded since 15 June 2026."),
     ("Qu'est-ce qui a changé depuis le 15 juin 2026 ?", "Rien n'a été noté depuis le 15 juin 2026.")],
)  # fmt: skip
def test_when_nothing_changed_it_says_so(port: Workspace, question: str, says: str) -> None:
    found = answer(port, question, PORT)
    assert found.kind == "unknown"
    assert found.answer.startswith(says)
    assert "2 notes" in found.answer


@pytest.mark.parametrize(
    "question",
    ["Who decided in May?", "Qui décidait en mai ?", "Que croyait-on le 1er juin sur qui décide ?",
     "what did we believe in May about who decides"],
)  # fmt: skip
def test_the_past_is_answered_as_it_was_then(
    port: Workspace, undecided: Workspace, question: str
) -> None:
    for ws in (port, undecided):
        found = answer(ws, question, PORT)
        assert "Ivo Maas" in found.answer
        assert "Lena Roth" not in found.answer
        assert all(citation.date <= "2026-06-01" for citation in found.citations)


def test_before_anything_was_known_the_past_is_unknown(port: Workspace) -> None:
    assert answer(port, "Who decided in January?", PORT).kind == "unknown"
    assert answer(port, "Qui décidait en janvier ?", PORT).kind == "unknown"


@pytest.mark.parametrize(
    ("question", "says"),
    [("Who decides?", "contradict each other"), ("Qui décide ?", "se contredisent")],
)
def test_two_deciders_are_said_to_contradict(port: Workspace, question: str, says: str) -> None:
    found = answer(port, question, PORT)
    last = found.answer.split("\n")[-1]
    assert says in last
    assert "Ivo Maas" in last
    assert "Lena Roth" in last


def test_the_brief_tells_what_changed(port: Workspace) -> None:
    for lang in ("en", "fr"):
        brief = write_brief(port, PORT, lang=lang)
        changes = [e.text for s in brief.sections if s.key == "changes" for e in s.entries]
        assert any("Lena Roth" in line for line in changes)
        people = [e.text for s in brief.sections if s.key == "people" for e in s.entries]
        assert any("Lena Roth" in p and ("last mentioned" in p or "cité" in p) for p in people)


def test_the_brief_shows_the_edited_promise(tmp_path_factory: pytest.TempPathFactory) -> None:
    with furnished(tmp_path_factory.mktemp("edit"), "none", NOTES, READINGS) as ws:
        for one in waiting(ws):
            lines = open_proposal(ws, one.proposal_id).proposal.lines
            wanted = [line for line in lines if line.says.attribute == "account.promise"]
            for line in wanted:
                edit = Choice(line.number, Verdict.EDIT, "the revised berth plan")
                review(ws, one.proposal_id, [edit])
        brief = write_brief(ws, PORT, lang="en")
    text = "\n".join(e.text for s in brief.sections if s.key == "promises" for e in s.entries)
    assert "We promised: the revised berth plan" in text
    assert "we send the berth plan" not in text


TWO = "notes of 2 April\n\nTeddy Vlachos was there.\nTheodora Vlachos too.\n"
ONE = "notes of 2 April\n\nTeddy Vlachos, head of engineering.\n"
LATER = "notes of 3 May\n\nMs Vlachos doubts it all.\n"


def _named(*people: dict[str, object]) -> dict[str, object]:
    return {"people": [{"side": "customer", **person} for person in people]}


VLACHOS: dict[str, dict[str, object]] = {
    TWO: _named({"name": "Teddy Vlachos"}, {"name": "Theodora Vlachos"}),
    ONE: _named({"name": "Teddy Vlachos", "title": "head of engineering",
                 "title_quote": "Teddy Vlachos, head of engineering"}),
    LATER: _named({"name": "Ms Vlachos",
                   "stance": {"value": "reserved", "quote": "Ms Vlachos doubts it all"}}),
}  # fmt: skip


@pytest.mark.parametrize("question", ["Who is Vlachos?", "Qui est Vlachos ?", "Who is Ms Vlachos?"])
@pytest.mark.parametrize("accept", ["all", "none"])
def test_a_surname_of_two_people_is_asked_back_with_full_names(
    tmp_path_factory: pytest.TempPathFactory, question: str, accept: str
) -> None:
    notes = (("v1", PORT, "2026-04-02", TWO), ("v2", PORT, "2026-05-03", LATER))
    made = "all" if accept == "all" else "none"
    with furnished(tmp_path_factory.mktemp("two"), made, notes, VLACHOS) as ws:  # type: ignore[arg-type]
        found = answer(ws, question, PORT)
    assert found.kind == "clarify"
    assert set(found.choices) == {"Teddy Vlachos", "Theodora Vlachos"}


@pytest.mark.parametrize("question", ["Who is Vlachos?", "Qui est Vlachos ?"])
def test_a_waiting_short_name_does_not_hide_who_is_known(
    tmp_path_factory: pytest.TempPathFactory, question: str
) -> None:
    notes = (("v1", PORT, "2026-04-02", ONE), ("v2", PORT, "2026-05-03", LATER))
    with furnished(tmp_path_factory.mktemp("one"), "none", notes, VLACHOS) as ws:
        found = answer(ws, question, PORT)
    assert "head of engineering" in found.answer


@pytest.mark.parametrize(
    ("attribute", "value", "en", "fr"),
    [
        ("person.title", "CFO", "CFO", "CFO"),
        ("person.power", "decides", "decides", "décide"),
        ("person.silent_influencer", True, "yes", "oui"),
        ("account.renewal_on", "2026-03-01", "1 March 2026", "1er mars 2026"),
        ("account.budget", {"amount": "120000", "currency": "EUR", "period": "year"},
         "120,000 EUR a year", "120\u202f000 EUR par an"),
        ("account.promise", {"text": "send it", "who": {"name": "Anna"}, "side": "us"},
         "send it, Anna, our side", None),
        ("person.relation", {"kind": "reports_to", "to": {"id": "per_1"}},
         "reports to, Lena Roth", None),
        ("account.touchpoint", {"participants": ["per_1"]}, "Lena Roth", "Lena Roth"),
        ("person.title", None, "no longer so", "plus d'actualité"),
    ],
)  # fmt: skip
def test_typed_values_are_said_in_plain_words(
    attribute: str, value: object, en: str, fr: str | None
) -> None:
    names = {"per_1": "Lena Roth"}
    assert plain_value("en", attribute, value, names.get) == en
    assert fr is None or plain_value("fr", attribute, value, names.get) == fr


@pytest.mark.parametrize(
    ("lang", "words", "shown"),
    [
        ("fr", "« moi je décide de rien »", "« moi je décide de rien »"),
        ("fr", "il a dit « non » hier", "« il a dit “non” hier »"),
        ("fr", "non", "« non »"),
        ("en", "“no”", "“no”"),
        ("en", '"no"', "“no”"),
    ],
)
def test_no_quotation_marks_are_doubled(lang: str, words: str, shown: str) -> None:
    assert marked(lang, words) == shown


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_errors_of_lines_are_in_the_language_of_the_settings(port: Workspace, lang: str) -> None:
    from assistant.answer_by_rules import answer_lines
    from assistant.search_notes import search_lines

    spoken = replace(port, settings=port.settings.model_copy(update={"lang": lang}))
    lines = ['{"id": 7}', '{"id": 8, "q": "Who?",', '{"id": 9, "q": "Who?", "account": "zz"}',
             '{"id": 1e999, "q": ""}']  # fmt: skip
    sentence = {"en": "Line 1 holds no text", "fr": "La ligne 1 ne contient pas de texte"}[lang]
    for work in (answer_lines, search_lines):
        made = list(work(spoken, lines))
        assert [one["id"] for one in made] == [7, 8, 9, "inf"]
        assert made[0]["error"]["message"].startswith(sentence)
