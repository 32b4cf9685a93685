"""`/carto link` and `/carto team`: rights are given and taken back from Slack, by those who may."""

import pytest

from integrations.slack.service import Service
from knowledge.store import access, accounts, slack_directory
from tests.slack import signed
from tests.slack.running import settle
from tests.slack.stub import StubSlack


@pytest.fixture
def globex(service: Service, stub: StubSlack) -> Service:
    """An account of Alice's; Bob is a member, Ada an administrator, Gil a guest."""
    stub.add_user("UADA", "Ada Admin", is_admin=True)
    stub.add_user("UGIL", "Gil Guest", is_restricted=True)
    alice, work = member(service, "UALICE"), service.work
    with work.store.write() as conn:
        now = work.store.clock.now()
        made = accounts.Account("acc_1", work.workspace_id, "Globex & Sons", now)
        accounts.create_account(conn, made, alice)
    return service


def member(service: Service, user: str) -> str:
    found = service.work.directory.look_up(user, 600).member_id
    assert found is not None
    return found


def typed(service: Service, stub: StubSlack, user: str, words: str, where: str = "CGENERAL") -> str:
    stub.whispers.clear()
    before = len(stub.messages)
    trigger = f"{user}-{words}-{len(stub.calls)}"
    body = signed.command(user, where, words, trigger, f"https://nowhere.test/{trigger}")
    assert signed.dispatch(service.app, body, form=True).status == 200
    settle(service)
    found = [one["text"] for one in [*stub.whispers, *stub.messages[before:]]]
    assert len(found) == 1
    return str(found[0])


def roles(service: Service) -> dict[str, str]:
    work = service.work
    with work.store.read() as conn:
        given = access.list_grants(conn, work.workspace_id, "acc_1")
        users = {
            one: slack_directory.user_of_member(conn, work.workspace_id, one) for one, _ in given
        }
    return {user.user_id: role for one, role in given if (user := users[one]) is not None}


def test_an_owner_gives_and_takes_back(globex: Service, stub: StubSlack) -> None:
    said = typed(globex, stub, "UALICE", "team Globex &amp; Sons <@UBOB|bob> editor")
    assert "*Globex &amp; Sons*" in said
    assert "editors: Bob Martin" in said
    assert roles(globex) == {"UALICE": "owner", "UBOB": "editor"}
    typed(globex, stub, "UALICE", "équipe Globex &amp; Sons <@UGIL> lecteur")
    typed(globex, stub, "UALICE", "team Globex &amp; Sons <@UBOB> none")
    assert roles(globex) == {"UALICE": "owner", "UGIL": "reader"}


def test_others_may_not_but_an_administrator_may(globex: Service, stub: StubSlack) -> None:
    said = typed(globex, stub, "UBOB", "team acc_1 <@UBOB> owner")
    assert said.startswith("Vous ne pouvez pas")
    assert roles(globex) == {"UALICE": "owner"}
    typed(globex, stub, "UADA", "team acc_1 <@UBOB> owner")
    assert roles(globex) == {"UALICE": "owner", "UBOB": "owner"}


def test_the_last_owner_stays(globex: Service, stub: StubSlack) -> None:
    assert "at least one owner" in typed(globex, stub, "UALICE", "team acc_1 <@UALICE> none")
    assert "at least one owner" in typed(globex, stub, "UALICE", "team acc_1 <@UALICE> reader")
    assert roles(globex) == {"UALICE": "owner"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("team acc_1 <@UNOBODY1> editor", "is nobody of this workspace"),
        ("team acc_1 <@U0BOT> editor", "is nobody of this workspace"),
        ("team acc_1 <@UBOB> king", "As what?"),
        ("team", "Whose team?"),
        ("team Nowhere", "I know no account called “Nowhere”"),
        ("link", "Which account?"),
        ("unlink", "speaks of no account"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    globex: Service, stub: StubSlack, words: str, said: str
) -> None:
    assert said in typed(globex, stub, "UALICE", words)
    assert roles(globex) == {"UALICE": "owner"}


def test_a_channel_is_linked_and_unlinked(globex: Service, stub: StubSlack) -> None:
    work = globex.work

    def linked() -> str | None:
        with work.store.read() as conn:
            return slack_directory.linked_account(conn, work.workspace_id, "CGENERAL")

    assert "in the channel" in typed(globex, stub, "UALICE", "link acc_1", "DUALICE")
    typed(globex, stub, "UALICE", "link Globex &amp; Sons")
    assert linked() == "acc_1"
    assert "owners: Alice Anderson" in typed(globex, stub, "UALICE", "team")
    typed(globex, stub, "UALICE", "unlink")
    assert linked() is None


def test_a_guest_with_a_readers_right_may_not_link(globex: Service, stub: StubSlack) -> None:
    typed(globex, stub, "UALICE", "team acc_1 <@UGIL> reader")
    stub.channels["CGENERAL"]["members"].append("UGIL")
    assert typed(globex, stub, "UGIL", "link acc_1").startswith("You may not")


def test_an_account_one_may_not_see_and_one_there_is_not_sound_the_same(
    globex: Service, stub: StubSlack
) -> None:
    work = globex.work
    with work.store.write() as conn:
        now = work.store.clock.now()
        other = accounts.Account("acc_2", work.workspace_id, "Hidden", now)
        accounts.create_account(conn, other, "local")
    typed(globex, stub, "UALICE", "team acc_1 <@UGIL> reader")
    stub.channels["CGENERAL"]["members"].append("UGIL")
    hidden = typed(globex, stub, "UGIL", "team Hidden")
    absent = typed(globex, stub, "UGIL", "team Absent")
    assert hidden.replace("Hidden", "X") == absent.replace("Absent", "X")
