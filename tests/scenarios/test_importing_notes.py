"""Many notes at once: acknowledged one by one, in any order, as often as one likes."""

import json

import pytest

from assistant.bootstrap import Workspace
from assistant.given_fields import JsonScalar
from assistant.import_notes import Imported, import_notes
from assistant.review_proposal import waiting
from assistant.show_map import list_accounts
from knowledge.store import sources
from tests.scenarios.scripted import (
    ACCOUNT,
    Note,
    accept_everything,
    at_desk,
    import_all,
    note,
    plain,
    promise,
    said,
    somebody,
    the_map,
    what_holds,
)

JANUARY = note(
    "2026-01-12",
    "Vu Claire Duval, acheteuse. C'est elle qui décide. On ressaisit chaque commande deux fois.",
    somebody("Claire Duval", title="acheteuse", powers={"decides": "C'est elle qui décide"}),
    pains=[said("On ressaisit chaque commande deux fois", owner="Claire Duval")],
)
CALL = note(
    "2026-01-20",
    "Call with Owen Pike, plant manager. He likes the trial. I send the spec sheet by Friday.",
    somebody("Owen Pike", title="plant manager", stance=("supporter", "He likes the trial")),
    next_steps=[promise("I send the spec sheet by Friday", "2026-01-23")],
    attendance=["Owen Pike"],
)
FEBRUARY = note(
    "2026-02-03",
    "Claire pousse le projet devant son comité. Budget voté : 80 000 €.",
    somebody("Claire", stance=("champion", "pousse le projet devant son comité")),
    budget=[said("Budget voté : 80 000 €", amount=80000, currency="EUR")],
    groups=[said("devant son comité", name="comité", kind="committee")],
)
SENT = note("2026-02-09", "The spec sheet was sent to Owen this morning.", somebody("Owen"))
NADIA = note(
    "2026-02-17",
    "Nadia Keller est la nouvelle DAF. Désormais c'est elle qui décide. Claire lui rapporte.",
    somebody(
        "Nadia Keller",
        title="DAF",
        powers={"decides": "Désormais c'est elle qui décide"},
        changed=True,
    ),
    somebody("Claire"),
    relations=[
        {
            "from": "Claire",
            "to": "Nadia Keller",
            "kind": "reports_to",
            "quote": "Claire lui rapporte",
        }
    ],
    changes=[said("Nadia Keller est la nouvelle DAF", kind="joined", person="Nadia Keller")],
)
MAIL = note(
    "2026-03-02",
    "From Owen Pike, owen.pike@verrieres.example: we lose a shift a week to the old furnace.",
    somebody("Owen Pike", email="owen.pike@verrieres.example"),
    pains=[said("we lose a shift a week to the old furnace", owner="Owen Pike", severity="high")],
)
DOUBT = note(
    "2026-03-16",
    "Le budget serait de 60 000 € d'après Nadia Keller, directrice financière.",
    somebody("Nadia Keller", title="directrice financière"),
    budget=[said("Le budget serait de 60 000 €", amount=60000, currency="EUR")],
)
COLD = note(
    "2026-04-07",
    "Owen Pike has gone cold on us. A rival, Glasko, was on site.",
    somebody("Owen Pike", stance=("reserved", "has gone cold on us")),
    competitors=[said("A rival, Glasko, was on site", name="Glasko")],
    attendance=["Owen Pike"],
)
AGAIN = note(
    "2026-05-05",
    "Claire Duval le redit. On ressaisit chaque commande deux fois. Elle pousse toujours le projet.",
    somebody("Claire Duval", stance=("champion", "Elle pousse toujours le projet")),
    pains=[said("On ressaisit chaque commande deux fois", owner="Claire Duval")],
)
GONE = note(
    "2026-06-01",
    "Owen Pike left in May.",
    somebody("Owen Pike", status="left", status_label=said("Owen Pike left in May")),
    changes=[said("Owen Pike left in May", kind="left", person="Owen Pike")],
)
TEN_NOTES = (JANUARY, CALL, FEBRUARY, SENT, NADIA, MAIL, DOUBT, COLD, AGAIN, GONE)


def line(**changes: object) -> str:
    """One line of an import, complete but for what a test takes away or spoils."""
    whole = {"id": "n-1", "account": ACCOUNT, "date": "2026-03-14", "text": "Vu Claire Duval."}
    kept = {key: value for key, value in (whole | changes).items() if value is not None}
    return json.dumps(kept)


def outcomes(results: list[Imported]) -> list[tuple[JsonScalar, str, str | None]]:
    return [(one.id, one.status, one.error_code) for one in results]


def test_ten_notes_reviewed_later_give_the_map_of_ten_notes_accepted_as_they_came(
    ws: Workspace, other_ws: Workspace
) -> None:
    import_all(ws, TEN_NOTES, "all")
    import_all(other_ws, TEN_NOTES)
    accept_everything(other_ws, TEN_NOTES)
    assert waiting(other_ws) == ()
    assert plain(the_map(other_ws)) == plain(the_map(ws))


@pytest.mark.parametrize("others", [TEN_NOTES[::-1], TEN_NOTES[1::2] + TEN_NOTES[::2]])
def test_notes_imported_in_another_order_and_reviewed_by_date_give_the_same_map(
    ws: Workspace, other_ws: Workspace, others: tuple[Note, ...]
) -> None:
    import_all(ws, TEN_NOTES, "all")
    import_all(other_ws, others)
    accept_everything(other_ws, others)
    assert plain(the_map(other_ws)) == plain(the_map(ws))


@pytest.mark.parametrize("others", [TEN_NOTES[::-1], TEN_NOTES[1::2] + TEN_NOTES[::2]])
def test_notes_accepted_in_another_order_than_they_were_written_hold_the_same_now(
    ws: Workspace, other_ws: Workspace, others: tuple[Note, ...]
) -> None:
    import_all(ws, TEN_NOTES, "all")
    import_all(other_ws, others, "all")
    assert waiting(other_ws) == ()
    assert what_holds(the_map(other_ws)) == what_holds(the_map(ws))


def test_words_that_close_a_promise_do_so_even_when_it_was_accepted_after_them(
    ws: Workspace,
) -> None:
    import_all(ws, [CALL, SENT])
    accept_everything(ws, [CALL, SENT])
    (kept,) = the_map(ws).many("account.promise", closed=True)
    assert kept.closed
    assert kept.closed.payload["quote"] == "The spec sheet was sent to Owen this morning"


def test_importing_the_same_lines_again_changes_nothing(ws: Workspace) -> None:
    import_all(ws, TEN_NOTES, "all")
    before = plain(the_map(ws))
    again = import_all(ws, TEN_NOTES, "all")
    assert {one.status for one in again} == {"unchanged"}
    assert plain(the_map(ws)) == before
    assert waiting(ws) == ()


def test_the_same_id_with_other_text_is_refused_unless_it_revises(ws: Workspace) -> None:
    first, other = line(), line(text="Vu Claire Duval et Paul.")
    assert outcomes(list(import_notes(at_desk(ws), [first, other, first]))) == [
        ("n-1", "stored", None),
        ("n-1", "failed", "content_changed"),
        ("n-1", "unchanged", None),
    ]
    assert outcomes(list(import_notes(at_desk(ws), [other], revise=True))) == [
        ("n-1", "revised", None)
    ]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("not json at all", "not_json"),
        ("[1, 2]", "not_json"),
        ("[" * 100_000, "not_json"),
        (line(text=None), "bad_field"),
        (line(account=None), "bad_field"),
        (line(date="14/03/2026"), "bad_field"),
        (line(date="2026-02-30"), "bad_field"),
        (line(date=0), "bad_field"),
        (line(date="1767225600"), "bad_field"),
        (line(kind="rumour"), "bad_field"),
        (line(account=" "), "bad_field"),
        (line(id=""), "bad_field"),
        (line(text="a\ud800b"), "text_refused"),
        (line(account="A\udfffB"), "bad_field"),
        (line(author="A\udfffB"), "text_refused"),
        (line(id="n-\udfff"), "bad_field"),
        (line(text="a\x00b"), "text_refused"),
        (line(account="A\x00B"), "text_refused"),
        (line(text=" \n\t "), "text_refused"),
        (line(text=""), "text_refused"),
        (line(text="x" * 1_048_577), "text_refused"),
        (line(text="é" * 600_000), "text_refused"),
    ],
    ids=[
        "not-json", "a-list", "too-deep", "no-text", "no-account", "french-date", "no-such-day",
        "date-as-number", "date-as-seconds", "kind", "blank-account", "empty-id", "surrogate-in-text",
        "surrogate-in-account", "surrogate-in-author", "surrogate-in-id", "nul-in-text",
        "nul-in-account", "blank-text", "empty-text", "too-many-letters", "too-many-bytes",
    ],
)  # fmt: skip
def test_a_bad_line_fails_alone_with_its_code_and_the_rest_goes_on(
    ws: Workspace, bad: str, code: str
) -> None:
    before, after = line(id="before", text="Avant."), line(id="after", text="Après.")
    results = list(import_notes(at_desk(ws), [before, bad, after]))
    assert [(one.status, one.error_code) for one in results] == [
        ("stored", None),
        ("failed", code),
        ("stored", None),
    ]
    with ws.store.read() as conn:
        (account,) = list_accounts(ws)
        assert account.name == ACCOUNT
        found = [
            sources.find_by_external_id(conn, ws.workspace_id, id_, ws.audience)
            for id_ in ("before", "after")
        ]
    assert [source.text for source in found if source] == ["Avant.", "Après."]


def test_blank_lines_are_passed_over(ws: Workspace) -> None:
    results = list(import_notes(at_desk(ws), ["", line(), "  \n"]))
    assert outcomes(results) == [("n-1", "stored", None)]


def test_a_note_of_exactly_one_megabyte_is_kept(ws: Workspace) -> None:
    results = list(import_notes(at_desk(ws), [line(text="x" * 1_048_576)]))
    assert outcomes(results) == [("n-1", "stored", None)]


def test_a_refused_line_says_which_field_and_never_what_was_in_it(ws: Workspace) -> None:
    (refused,) = import_notes(at_desk(ws), [line(date="secret day")])
    assert (refused.error_facts["line"], refused.error_facts["field"]) == (1, "date")
    assert "secret" not in str(refused.error_facts)


def test_an_account_is_made_once_for_differently_cased_names(ws: Workspace) -> None:
    spellings = [
        "Verrières du Nord",
        "VERRIÈRES DU NORD",
        "verrieres  du nord",
        " Verrières du nord ",
    ]
    lines = [
        line(id=f"n-{number}", account=name, text=f"Note {number}.")
        for number, name in enumerate(spellings)
    ]
    assert {one.status for one in import_notes(at_desk(ws), lines)} == {"stored"}
    assert [one.name for one in list_accounts(ws)] == ["Verrières du Nord"]


def test_the_same_text_about_two_accounts_is_two_notes(ws: Workspace) -> None:
    lines = [line(), line(id="n-2", account="Borealis")]
    assert {one.status for one in import_notes(at_desk(ws), lines)} == {"stored"}
    assert [one.name for one in list_accounts(ws)] == ["Borealis", ACCOUNT]


def test_importing_sure_lines_leaves_the_rest_waiting(ws: Workspace) -> None:
    doubtful = note(
        "2026-03-14",
        "Met Owen Pike. Perhaps the press leaks.",
        somebody("Owen Pike"),
        pains=[said("Perhaps the press leaks", confidence=0.4)],
    )
    (result,) = import_all(ws, [doubtful], "sure")
    assert (result.accepted, result.waiting) == (1, 1)


def test_history_keeps_its_order_when_it_is_imported_late(ws: Workspace) -> None:
    late: tuple[Note, ...] = (COLD, CALL)
    import_all(ws, late, "all")
    (owen,) = the_map(ws).people
    assert owen.value("person.stance") == "reserved"
