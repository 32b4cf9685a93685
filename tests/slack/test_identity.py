"""Who may do what from Slack, and who reads along: members, guests, strangers, channels."""

from dataclasses import replace

import pytest

from integrations.slack.audience import EVERYONE, NOBODY_WE_KNOW, Audiences
from integrations.slack.identity import kind_of, lang_of, name_of
from integrations.slack.intents import Place, Speaker
from integrations.slack.service import Service
from knowledge.store import access, accounts, members
from tests.slack import signed
from tests.slack.running import settle
from tests.slack.stub import TEAM, StubSlack

GENERAL = Place(TEAM, "CGENERAL", "1.1", is_direct=False)
DEAL = Place(TEAM, "CDEAL", "1.1", is_direct=False)


def member(service: Service, user: str) -> str:
    found = service.work.directory.look_up(user, 600).member_id
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "member"),
        ({"is_admin": True}, "admin"),
        ({"is_owner": True}, "admin"),
        ({"is_restricted": True, "is_admin": True}, "guest"),
        ({"is_ultra_restricted": True}, "guest"),
        ({"is_bot": True}, "app"),
        ({"deleted": True, "is_admin": True}, "left"),
        ({"team_id": "T2OTHER", "is_admin": True}, "stranger"),
        ({"is_stranger": True}, "stranger"),
    ],
)
def test_in_doubt_somebody_is_the_kind_with_fewer_rights(
    facts: dict[str, object], kind: str
) -> None:
    assert kind_of({"id": "U1", "team_id": TEAM, **facts}, TEAM) == kind


def test_names_and_languages_are_made_fit_for_us() -> None:
    assert name_of({"id": "U1", "profile": {"real_name": "A\x00b\ud800"}}) == "Ab"
    assert name_of({"id": "U1"}) == "U1"
    assert [lang_of({"locale": one}) for one in ("fr-CA", "en-US", "de-DE", None)] == [
        "fr", "en", None, None,
    ]  # fmt: skip


def test_a_user_is_the_same_member_for_good(service: Service, stub: StubSlack) -> None:
    first = member(service, "UALICE")
    stub.add_user("UALICE", "Alice Married")
    again = service.work.directory.look_up("UALICE", 0)
    assert (again.member_id, again.name) == (first, "Alice Married")
    with service.work.store.read() as conn:
        known = members.load_member(conn, service.work.workspace_id, first)
    assert known is not None
    assert (known.name, known.role, known.is_us) == ("Alice Married", "member", True)


def test_a_guest_gets_nothing_until_somebody_grants_them_an_account(
    service: Service, stub: StubSlack
) -> None:
    stub.add_user("UGUEST", "Gil Guest", is_restricted=True)
    say(service, "Ev1", "UGUEST", "1.1")
    settle(service)
    assert stub.posted()[0].startswith("I answer only full members")
    guest, alice, work = member(service, "UGUEST"), member(service, "UALICE"), service.work
    with work.store.write() as conn:
        account = accounts.Account("acc_1", work.workspace_id, "Globex", work.store.clock.now())
        accounts.create_account(conn, account, alice)
        access.grant(conn, work.workspace_id, "acc_1", guest, access.READER)
    say(service, "Ev2", "UGUEST", "2.2")
    settle(service)
    assert stub.posted()[1].startswith("you said")


def test_somebody_who_left_is_not_answered(service: Service, stub: StubSlack) -> None:
    stub.add_user("UALICE", "Alice Anderson", deleted=True)
    say(service, "Ev1", "UALICE", "1.1")
    settle(service)
    assert stub.posted() == []


def test_people_are_answered_in_the_language_they_read_slack_in(
    service: Service, stub: StubSlack
) -> None:
    say(service, "Ev1", "UBOB", "1.1")
    settle(service)
    assert stub.posted()[0].endswith("(1 readers, fr)")


def test_the_readers_of_a_channel_are_its_members_but_no_apps(
    service: Service, stub: StubSlack
) -> None:
    stub.add_user("UAPP", is_bot=True)
    stub.channels["CDEAL"]["members"].append("UAPP")
    assert readers(service, DEAL) == {member(service, "UALICE")}


def test_everybody_may_open_a_public_channel(service: Service) -> None:
    both = {member(service, "UALICE"), member(service, "UBOB")}
    assert readers(service, GENERAL) == both | {EVERYONE}


def test_a_reader_nobody_knows_stands_in_the_audience_without_rights(
    service: Service, stub: StubSlack
) -> None:
    stub.add_user("UOTHER", team_id="T2OTHER")
    stub.channels["CDEAL"]["members"].append("UOTHER")
    assert NOBODY_WE_KNOW in readers(service, DEAL)
    stub.channels["CDEAL"]["members"].remove("UOTHER")
    stub.channels["CDEAL"]["is_ext_shared"] = True
    assert NOBODY_WE_KNOW in readers(service, DEAL)
    stub.channels["CDEAL"]["is_ext_shared"] = False
    assert NOBODY_WE_KNOW not in readers(service, DEAL)
    assert NOBODY_WE_KNOW in readers(service, replace(DEAL, is_shared=True))
    assert readers(service, replace(DEAL, channel="CNOWHERE")) == {NOBODY_WE_KNOW}


def test_a_direct_conversation_has_no_other_readers(service: Service) -> None:
    place = Place(TEAM, "DUALICE", None, is_direct=True)
    assert service.work.audiences.readers_of(place) is None


def test_many_readers_are_looked_up_with_one_request(service: Service, stub: StubSlack) -> None:
    crowd = [stub.add_user(f"U{number}") for number in range(40)]
    stub.add_channel("CCROWD", *crowd)
    assert len(readers(service, replace(DEAL, channel="CCROWD"))) == 41
    asked = [method for method, _ in stub.calls]
    assert asked.count("users.list") == 1
    assert asked.count("users.info") == 0


def test_an_open_workspace_shows_a_public_channel_what_all_may_see(service: Service) -> None:
    assert seen(service, GENERAL) == {"Globex"}


def test_a_restricted_workspace_shows_a_channel_what_every_reader_was_granted(
    service: Service, stub: StubSlack
) -> None:
    restrict(service)
    stub.channels["CDEAL"]["members"].append("UBOB")
    assert seen(service, DEAL) == set()
    allow(service, "UALICE")
    assert seen(service, DEAL) == set()
    allow(service, "UBOB")
    assert seen(service, DEAL) == {"Globex"}
    assert seen(service, GENERAL) == set()


def say(service: Service, event_id: str, user: str, ts: str) -> None:
    body = signed.event(event_id, signed.direct_message(user, "hello", ts))
    assert signed.dispatch(service.app, body).status == 200


def readers(service: Service, place: Place) -> set[str]:
    found = Audiences(service.work.directory, service.work.audiences.client).readers_of(place)
    assert found is not None
    return set(found)


def restrict(service: Service) -> None:
    work = service.work
    with work.store.write() as conn:
        workspace = members.load_workspace(conn, work.workspace_id)
        assert workspace is not None
        members.save_workspace(conn, replace(workspace, default_access="restricted"))


def allow(service: Service, user: str) -> None:
    work, reader = service.work, member(service, user)
    with work.store.write() as conn:
        access.grant(conn, work.workspace_id, "acc_1", reader, access.READER)


def seen(service: Service, place: Place) -> set[str]:
    """The accounts shown in the place."""
    work = service.work
    with work.store.write() as conn:
        if accounts.find_account(conn, work.workspace_id, "Globex", frozenset({"local"})) is None:
            account = accounts.Account("acc_1", work.workspace_id, "Globex", work.store.clock.now())
            accounts.create_account(conn, account, "local")
    audience = frozenset(readers(service, place))
    with work.store.read() as conn:
        return {one.name for one in accounts.list_accounts(conn, work.workspace_id, audience)}


def test_a_stranger_is_told_so_where_only_they_see_it(service: Service, stub: StubSlack) -> None:
    speaker = Speaker("T2OTHER", "UEVIL")
    assert service.work.directory.speaker(speaker).kind == "stranger"
    stub.channels["CGENERAL"]["members"].append("UEVIL")
    said = signed.mention("UEVIL", "CGENERAL", "count", "1.1", user_team="T2OTHER")
    signed.dispatch(service.app, signed.event("Ev1", said))
    settle(service)
    assert [one["user"] for one in stub.whispers] == ["UEVIL"]
    assert stub.posted() == []
