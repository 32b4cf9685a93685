"""Who we are, what we keep and where, and the three steps that set a team up."""

from collections.abc import Sequence
from dataclasses import dataclass

from integrations.slack.blocks.elements import (
    Block,
    actions,
    button,
    divider,
    header,
    modal,
    packed,
    quiet,
    section,
    typed,
)
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.words import told

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class SetupState:
    """How far a team is: who we are, which accounts, and whether a note was ever pasted.

    ``model_hosts`` are where texts are sent because a model is set up.
    """

    company: str | None = None
    people: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    notes: int = 0
    model_hosts: tuple[str, ...] = ()

    @property
    def team_done(self) -> bool:
        """Whether we know whose side everybody is on."""
        return bool(self.company and self.people)

    @property
    def is_done(self) -> bool:
        """Whether all three steps are done."""
        return self.team_done and bool(self.accounts) and bool(self.notes)


def suggested_prompts(lang: str, account: str | None = None) -> tuple[dict[str, str], ...]:
    """What Slack offers above the first message: four things to say, about a known account if any."""
    named = account or told(lang, "prompts.account")
    keys = ("brief", "who", "notes", "promises")
    return tuple(
        {
            "title": told(lang, f"prompts.{key}.title"),
            "message": told(lang, f"prompts.{key}.message", account=named),
        }
        for key in keys
    )


def welcome_text(lang: str) -> str:
    """What notifications and screen readers get of the welcome."""
    return told(lang, "welcome.text")


def welcome_blocks(state: SetupState, lang: str) -> tuple[Block, ...]:
    """The first message: who I am, what I keep and where, what to do first."""
    return (
        header(told(lang, "welcome.title")),
        section(told(lang, "welcome.who")),
        section(told(lang, "welcome.kept", elsewhere=_elsewhere(state, lang))),
        divider(),
        *setup_blocks(state, lang),
        quiet(told(lang, "welcome.help")),
    )


def _elsewhere(state: SetupState, lang: str) -> str:
    """Where what people write goes besides the machine."""
    if not state.model_hosts:
        return told(lang, "welcome.nowhere")
    hosts = ", ".join(said(host, NAME) for host in state.model_hosts)
    return told(lang, "welcome.to_model", hosts=hosts)


def setup_blocks(state: SetupState, lang: str) -> tuple[Block, ...]:
    """The three steps, each with whether it is done."""
    title = told(lang, "setup.all_done" if state.is_done else "setup.title")
    blocks: list[Block] = [section(f"*{title}*")]
    blocks += _step(
        lang, "team", state.team_done, _listed([state.company or "", *state.people], lang)
    )
    blocks += _step(lang, "accounts", bool(state.accounts), _listed(state.accounts, lang))
    blocks += _step(lang, "note", bool(state.notes), told(lang, "setup.notes", n=state.notes))
    return tuple(blocks)


def team_modal(state: SetupState, people: Sequence[str], company: str | None, lang: str) -> Block:
    """Our company and our people; ``people`` and ``company`` are what Slack knows of us."""
    names = list(dict.fromkeys([*state.people, *people]))
    blocks = [
        section(told(lang, "setup.team_intro")),
        typed(
            "company",
            told(lang, "setup.company"),
            before=state.company or company or "",
            optional=False,
        ),
        typed(
            "people",
            told(lang, "setup.people"),
            before="\n".join(names),
            lines=True,
            hint=told(lang, "setup.people_hint"),
        ),
        typed(
            "domains",
            told(lang, "setup.domains"),
            placeholder="example.com",
            hint=told(lang, "setup.domains_hint"),
        ),
    ]
    title, submit, close = (told(lang, f"modal.{key}") for key in ("team", "save", "close"))
    return modal(title, "setup_team", blocks, submit=submit, close=close)


def accounts_modal(lang: str) -> Block:
    """Names of accounts, one a line."""
    blocks = [
        section(told(lang, "setup.accounts_intro")),
        typed(
            "accounts",
            told(lang, "setup.accounts_label"),
            lines=True,
            optional=False,
            placeholder=told(lang, "setup.accounts_placeholder"),
        ),
    ]
    title, submit, close = (told(lang, f"modal.{key}") for key in ("accounts", "save", "close"))
    return modal(title, "setup_accounts", blocks, submit=submit, close=close)


def _step(lang: str, step: str, done: bool, what: str) -> list[Block]:  # noqa: FBT001 - one of two states
    mark = "✅" if done else "⬜"
    words = [f"{mark} *{told(lang, f'setup.{step}.title')}*"]
    words.append(what if done else told(lang, f"setup.{step}.todo"))
    blocks: list[Block] = [section("\n".join(words))]
    if step == "note":
        return blocks
    label = told(lang, f"setup.{step}.{'again' if done else 'button'}")
    opens = button(label, f"setup_{step}", packed(), None if done else "primary")
    return [*blocks, actions([opens], f"setup-{step}")]


def _listed(names: Sequence[str], lang: str) -> str:
    given = [name for name in names if name]
    shown = ", ".join(said(name, 60) for name in given[:_MOST_NAMED])
    if len(given) > _MOST_NAMED:
        shown += told(lang, "setup.and_more", n=len(given) - _MOST_NAMED)
    return shown or said("", NAME)
