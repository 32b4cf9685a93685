"""The story `carto demo` tells: the whole way of a note, on real commands and sample accounts.

Nothing here is staged: each step calls the use-case that the command of the same purpose calls, and
prints what it returns.
"""

import json
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from assistant.answer_by_rules import answer
from assistant.bootstrap import Workspace, open_workspace
from assistant.demo_notes import TOLD_ON, demo_lines, demo_text, settle_in
from assistant.import_notes import Imported, import_notes
from assistant.review_proposal import open_proposal, review, select
from assistant.reviewing import accept_choices
from assistant.settings import load_settings
from assistant.show_map import show_map
from assistant.take_note import Accept
from assistant.write_brief import write_brief
from integrations.cli.dates import day_words
from integrations.cli.demo_turn import tell_recorded_turn
from integrations.cli.harmless import visible
from integrations.cli.output import Output
from integrations.cli.present.account_map import map_view
from integrations.cli.present.answer import answer_view
from integrations.cli.present.brief import brief_view
from integrations.cli.present.proposal import proposal_card
from integrations.cli.present.style import QUIET, heading
from knowledge.errors import FolderTaken
from knowledge.language.catalogue import phrase
from knowledge.store.engine import FILE_NAME


@dataclass(frozen=True, slots=True)
class Tale:
    """The account a language's story is told on: its notes, and the day before it turns."""

    account: str
    other_account: str
    first: str
    turning: str
    before: date


TALES = {
    "fr": Tale("Ambrelac", "Marrowby Hospitals", "fr-1", "fr-3", date(2026, 6, 1)),
    "en": Tale("Marrowby Hospitals", "Ambrelac", "en-1", "en-3", date(2026, 7, 1)),
}
_ARTICLE_ACCOUNT = "Ambrelac"


def tell(home: Path, out: Output) -> int:
    """Tell the story in the language of ``out``, leaving the workspace under ``home``.

    Raises ``FolderTaken`` when there is a workspace already: the story would not be told right.
    """
    if (home / FILE_NAME).exists():
        raise FolderTaken(str(home))
    settle_in(home)
    settings = load_settings(
        home=home,
        today=TOLD_ON,
        us="Halvenne",
        our_people=("Solène Kerdraon", "Fergus Oyelaran", "Naïm Belkadour"),
    )
    with open_workspace(settings) as ws:
        _Teller(ws, out, TALES[out.lang]).tell()
    _say_what_next(home, out)
    return 0


class _Teller:
    def __init__(self, ws: Workspace, out: Output, tale: Tale) -> None:
        self._ws = ws
        self._out = out
        self._tale = tale
        self._lines = {str(json.loads(line)["id"]): line for line in demo_lines()}
        self._today = ws.clock.today()

    def tell(self) -> None:
        """The steps in order."""
        self._out.show(Text(self._words("title"), style="bold"))
        self._first_note()
        self._turning_note()
        self._map()
        self._questions()
        self._brief()
        tell_recorded_turn(self._ws, self._tale.account, self._out)

    def _first_note(self) -> None:
        first = self._tale.first
        text = demo_text(first)
        author = "Solène" if self._out.lang == "fr" else "Fergus"
        self._step("paste", author=author)
        self._out.show(Padding(Text(visible(text), style=QUIET), (0, 2)))
        imported = self._import(first, accept="none")
        self._step("card")
        if imported.proposal_id:
            card = open_proposal(self._ws, imported.proposal_id)
            self._out.show(proposal_card(card, self._out.lang))
        self._accept_all(imported)

    def _accept_all(self, imported: Imported) -> None:
        if not imported.proposal_id:
            return
        card = open_proposal(self._ws, imported.proposal_id)
        choices = accept_choices(card.proposal, select(card.proposal, "all"))
        outcome = review(self._ws, imported.proposal_id, choices)
        words = self._words(
            "accepted", accepted=len(outcome.accepted), waiting=len(outcome.proposal.pending)
        )
        self._out.show(Text(""), heading(words))

    def _turning_note(self) -> None:
        """The notes up to the one that contradicts, whose card is shown, then the rest."""
        notes = list(self._lines)
        here = [note for note in notes if note.startswith(self._out.lang)]
        between = here[1 : here.index(self._tale.turning)]
        told = {self._tale.first, *between, self._tale.turning}
        others = [note for note in notes if note not in told]
        self._step("more", notes=", ".join(between))
        for note in between:
            self._import(note, accept="all")
        turning = self._import(self._tale.turning, accept="none")
        if turning.proposal_id:
            card = open_proposal(self._ws, turning.proposal_id)
            self._step("contradiction", day=day_words(card.source.dated_on, self._out.lang))
            self._out.show(proposal_card(card, self._out.lang))
            self._accept_all(turning)
        for note in others:
            self._import(note, accept="all")

    def _map(self) -> None:
        self._step("map", day=day_words(self._today, self._out.lang))
        shown = show_map(self._ws, self._tale.account)
        self._out.show(map_view(shown, self._out.lang, self._today))

    def _questions(self) -> None:
        lang, tale = self._out.lang, self._tale
        self._step("then_now", day=day_words(tale.before, lang))
        question = self._words("question_who")
        for as_of in (tale.before, None):
            given = answer(self._ws, question, tale.account, as_of, lang)
            self._out.show(Text(f"   {question}", style="italic"), answer_view(given, lang))
        self._step("together")
        question = self._words("question_article")
        given = answer(self._ws, question, _ARTICLE_ACCOUNT, None, lang)
        self._out.show(Text(f"   {question}", style="italic"), answer_view(given, lang))

    def _brief(self) -> None:
        account = self._tale.other_account
        self._step("brief", account=account)
        self._out.show(
            brief_view(write_brief(self._ws, account, None, self._out.lang), self._out.lang)
        )

    def _import(self, note: str, *, accept: Accept) -> Imported:
        return next(iter(import_notes(self._ws, [self._lines[note]], accept=accept)))

    def _step(self, key: str, **facts: object) -> None:
        self._out.show(Text(""), heading(self._words(key, **facts)))

    def _words(self, key: str, **facts: object) -> str:
        return phrase(self._out.lang, f"demo.{key}", **facts)


def _say_what_next(home: Path, out: Output) -> None:
    tale = TALES[out.lang]
    question = phrase(out.lang, "demo.question_try")
    carto = f"CARTO_HOME={home} {_our_command()}"
    commands = (
        f'{carto} ask "{question}" --account "{tale.account}"',
        f'{carto} map "{tale.account}" --as-of {tale.before}',
        f'{carto} brief "{tale.account}"',
    )
    out.show(
        Text(""),
        heading(phrase(out.lang, "demo.playground", home=home)),
        Text(phrase(out.lang, "demo.next")),
    )
    # Not through the console, which would wrap lines that are there to be copied.
    out.stdout.writelines(f"  {visible(command)}\n" for command in commands)


def _our_command() -> str:
    """How the person can call us again: by name where the shell finds us, else as we were called."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "carto" and shutil.which("carto") is None else "carto"
