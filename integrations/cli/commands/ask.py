"""`carto ask`: one question, or one a line."""

from argparse import Namespace
from collections import Counter
from typing import TYPE_CHECKING

from assistant.answering import answer_in_thread, answer_lines_best, answer_question_best
from integrations.cli.dates import parse_as_of
from integrations.cli.lines import needs_one_of, print_lines
from integrations.cli.output import Output
from integrations.cli.session import workspace_for
from knowledge.language.catalogue import has_phrase, phrase

if TYPE_CHECKING:
    from assistant.agent.events import Event
    from assistant.answers.answer import Answer
    from assistant.bootstrap import Workspace


def run(args: Namespace, out: Output) -> int:
    """Answer with numbered quotes; a question back counts as an answer."""
    needs_one_of(args, "question", "--jsonl")
    with workspace_for(args, out) as workspace:
        if args.jsonl:
            return _answer_many(args, workspace, out)
        telling = _Telling(out)
        found = _answer(args, workspace, telling)
    if out.wants_json:
        out.json(found.to_json_object())
        if found.without_model:
            out.tell(found.without_model)
        return 0
    from integrations.cli.present.answer import answer_view

    # The question's own language, whatever the command line speaks.
    out.show(answer_view(found, found.lang, said=telling.said))
    return 0


def _answer_many(args: Namespace, workspace: "Workspace", out: Output) -> int:
    """One answer a line; then, once for each reason, why a model that is set did not give some."""
    why: Counter[str] = Counter()

    def count(answer: "Answer") -> None:
        if answer.without_model:
            why[answer.without_model] += 1

    code = print_lines(
        args.jsonl, lambda lines: answer_lines_best(workspace, lines, args.engine, count), out
    )
    for sentence, n in why.items():
        out.tell(phrase(out.lang, "config.answered_without_model", n=n, why=sentence))
    return code


def _answer(args: Namespace, workspace: "Workspace", telling: "_Telling") -> "Answer":
    day = parse_as_of(args.as_of, workspace.clock.today())
    heard = telling if telling.is_wanted else None
    if args.thread:
        # Only what this member may see was said in it, so that nobody else continues it.
        thread = f"cli:{workspace.member}:{args.thread}"
        return answer_in_thread(
            workspace, thread, args.question, args.account, day, args.lang, heard, args.engine
        )
    return answer_question_best(
        workspace,
        args.question,
        args.account,
        day,
        args.lang,
        on_event=heard,
        engine=args.engine,
    )


class _Telling:
    """What a person sees while a model works: where it looks, then each sentence once it is checked."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self.said = 0

    @property
    def is_wanted(self) -> bool:
        """Whether somebody watches."""
        return self._out.stdout.isatty() and not self._out.wants_json

    def __call__(self, event: "Event") -> None:
        from assistant.agent.events import Looking, Said

        match event:
            case Looking(tool):
                key = f"agent.looking.{tool}"
                lang = self._out.lang
                known = key if has_phrase(lang, key) else "agent.looking.other"
                self._out.tell(phrase(lang, known))
            case Said(text):
                self.said += 1
                self._out.say(text)
                self._out.stdout.flush()
