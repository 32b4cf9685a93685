"""Naming again the people whom a forgotten source had named, from the sources that stay.

When the source that introduced somebody goes, facts from other sources still speak of that person.
Each of them gets a name and a side again, resting on the words of a source that stays; where none of
those names the person in full, the fullest form that stands there is the name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from knowledge.domain.facts import Basis, Fact
from knowledge.domain.names import words_of
from knowledge.domain.quotes import Absent, Ambiguous, Located, Span, locate_quote
from knowledge.domain.values import canonical

_IDENTITY = ("person.name", "person.alias", "person.side", "person.organisation", "person.kind")


def name_again(
    lost: Sequence[Fact],
    staying: Sequence[Fact],
    texts: Mapping[str, str],
    member: str,
    at: datetime,
    new_id: Callable[[], str],
) -> list[Fact]:
    """Facts that give the people of ``staying`` their names back.

    ``lost`` are the facts of the source that goes, ``texts`` the texts of the sources that stay, by
    id. Somebody whom no staying text names keeps the lost name as an entry of ``member``.
    """
    named = {fact.subject_id for fact in staying if fact.attribute == "person.name"}
    spoken_of = {
        fact.subject_id: fact
        for fact in sorted(staying, key=lambda fact: (fact.valid_on, fact.id), reverse=True)
        if fact.subject_id.startswith("per_") and fact.subject_id not in named
    }
    restated: list[Fact] = []
    for subject, first in sorted(spoken_of.items()):
        identity = [fact for fact in lost if fact.subject_id == subject]
        forms = [str(fact.value) for fact in identity if fact.attribute in _IDENTITY[:2]]
        theirs = [fact for fact in staying if fact.subject_id == subject]
        restated += _restate(identity, forms, theirs, texts, first, member, at, new_id)
    return restated


def _restate(
    identity: Iterable[Fact],
    forms: Sequence[str],
    theirs: Sequence[Fact],
    texts: Mapping[str, str],
    first: Fact,
    member: str,
    at: datetime,
    new_id: Callable[[], str],
) -> list[Fact]:
    """The lost name and side of one person, on the words of a staying source."""
    found = _named_in(forms, theirs, texts)
    restated = []
    for fact in identity:
        if fact.attribute not in _IDENTITY or fact.attribute == "person.alias":
            continue
        value_json = fact.value_json
        fresh = fact._replace(
            id=new_id(), line_id=None, review_id=None, recorded_at=at, member=member,
            source_id=None, start=None, end=None, quote=None,
            valid_on=first.valid_on, learnt_on=first.learnt_on, basis=Basis.KNOWN.value,
        )  # fmt: skip
        if found is not None:
            source_id, span = found
            words = span.text_in(texts[source_id])
            if fact.attribute == "person.name":
                value_json = canonical(words)
            fresh = fresh._replace(
                source_id=source_id, start=span.start, end=span.end, quote=words,
                basis=Basis.STATED.value,
            )  # fmt: skip
        restated.append(fresh._replace(value_json=value_json))
    return restated


def _named_in(
    forms: Sequence[str], theirs: Sequence[Fact], texts: Mapping[str, str]
) -> tuple[str, Span] | None:
    """Where a staying source names the person: the fullest form first, then its single words."""
    sources = list(dict.fromkeys(fact.source_id for fact in theirs if fact.source_id in texts))
    full = sorted(dict.fromkeys(forms), key=lambda form: -len(words_of(form)))
    parts = [word for form in full for word in form.split() if len(word) > 2]
    for form in [*full, *parts]:
        for source_id in sources:
            match locate_quote(texts[str(source_id)], form):
                case Located(span) | Ambiguous((span, *_)):
                    return str(source_id), span
                case Absent():
                    continue
    return None
