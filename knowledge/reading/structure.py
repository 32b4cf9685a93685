"""People that the form of a document gives away: headers, speaker labels, lists, signatures.

Each comes with what its place says of it: side, organisation, mail address, telephone, absence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.domain.codes import Side
from knowledge.domain.reading import ReadingContext
from knowledge.reading.forms import NameForm, form_from, split_list
from knowledge.reading.layout import Line
from knowledge.reading.lexicon import words_of
from knowledge.reading.titles import is_head
from knowledge.reading.tokens import fold, tokenize
from knowledge.reading.vocabulary import is_first_name, is_word

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w/])\+?\(?\d(?:[\s.()\-/]{0,2}\d){7,14}(?![\w/])")
_ABSENT = re.compile(r"\b(?:excus|absent|apolog|regrets|conge|en deplacement|on leave|malade|sick)")
_PAREN = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name the document's form introduces, with what stands beside it."""

    form: NameForm
    side: Side | None = None
    beside: tuple[int, int] | None = None
    email: str | None = None
    phone: str | None = None
    absent_line: tuple[int, int] | None = None
    present: bool = False
    title_line: tuple[int, int] | None = None
    organisation: str | None = None


def introduced(text: str, lines: Sequence[Line], context: ReadingContext) -> list[Introduced]:
    """Everybody the form of the document introduces, in order."""
    found: list[Introduced] = []
    for index, line in enumerate(lines):
        if line.injected:
            continue
        if line.kind == "header":
            found.extend(_from_header(text, line))
        elif line.kind == "attendees":
            found.extend(_from_list(text, line, context))
        elif line.kind == "signature" and (index == 0 or lines[index - 1].kind != "signature"):
            found.extend(_from_signature(text, lines, index))
        elif line.kind == "speech":
            found.extend(_from_label(text, line))
    return found


def _from_label(text: str, line: Line) -> Iterator[Introduced]:
    if line.voice is None or line.voice_at is None:
        return
    form = form_from(text, line.voice_at, line.voice_at + len(line.voice), "label")
    if form:
        after = text[form.end : line.start]
        paren = _PAREN.search(after)
        beside = (form.end + paren.start(1), form.end + paren.end(1)) if paren else None
        yield Introduced(form, beside=beside, present=True)


def _from_header(text: str, line: Line) -> Iterator[Introduced]:
    if line.key in ("to", "cc"):
        for start, end in _entries(text, line.start, line.end):
            yield from _addressed(text, start, end)
    elif line.key in ("from", "speaker") and line.voice is not None and line.voice_at is not None:
        form = form_from(text, line.voice_at, line.voice_at + len(line.voice), "header")
        if form:
            mail = _MAIL.search(text, form.end, line.end)
            paren = _PAREN.search(text, form.end, line.end)
            yield Introduced(
                form, email=mail.group() if mail else None,
                beside=paren.span(1) if paren else None, present=line.key == "speaker",
            )  # fmt: skip


def _entries(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in re.finditer(r"[;,]", text[start:end]):
        yield at, start + match.start()
        at = start + match.end()
    yield at, end


def _addressed(text: str, start: int, end: int) -> Iterator[Introduced]:
    mail = _MAIL.search(text, start, end)
    stop = min(x for x in (end, *(text.find(c, start, end) for c in "<([")) if x >= start)
    name_end = min(stop, mail.start() if mail else end)
    form = form_from(text, start, name_end, "header") if name_end > start else None
    if form and 1 <= len(form.parts) <= 5:
        paren = _PAREN.search(text, form.end, end)
        yield Introduced(
            form, email=mail.group() if mail else None, beside=paren.span(1) if paren else None
        )


def _from_list(text: str, line: Line, context: ReadingContext) -> Iterator[Introduced]:
    head, _, _ = text[line.start : line.end].partition(":")
    at = line.start + len(head) + 1
    side = _side_of_label(fold(head), context)
    absent = bool(_ABSENT.search(fold(head)))
    for start, end in split_list(text, at, line.end):
        body = text[start:end]
        label = re.match(r"^\s*([^():]{2,30}?)\s*:\s*", body)
        if label:
            side = _side_of_label(fold(label[1]), context)
            name_at = start + label.end()
        else:
            name_at = start
        entry = _listed_person(text, name_at, end, side)
        if entry:
            away = absent or bool(_ABSENT.search(fold(body)))
            yield Introduced(
                entry.form, side=entry.side, beside=entry.beside, email=entry.email,
                absent_line=(line.start, line.end) if away else None, present=not away,
            )  # fmt: skip


def _side_of_label(label: str, context: ReadingContext) -> Side | None:
    words = set(re.findall(r"[\w'&]+", label))
    if words & {"nous", "us", "ours", "our", "notre", "nos"}:
        return Side.US
    if context.us and set(fold(context.us).split()) & words:
        return Side.US
    account = set(fold(context.account).split()) - {"the", "de", "la", "le", "and"}
    if words & (account | {"client", "customer", "eux", "them", "cote"}):
        return Side.CUSTOMER
    return None


def _listed_person(text: str, start: int, end: int, side: Side | None) -> Introduced | None:
    paren = _PAREN.search(text, start, end)
    mail = _MAIL.search(text, start, end)
    stop = min(x for x in (end, text.find("(", start, end), text.find("<", start, end)) if x >= 0)
    form = form_from(text, start, min(stop, mail.start() if mail else end), "list")
    if form is None or len(form.parts) > 4:
        return None
    first = form.parts[0]
    is_name = text[form.start].isupper() or is_first_name(first) or not is_word(first)
    words = [t for t in tokenize(text, form.start, form.end) if t.kind == "word"]
    if not is_name or any(is_head(t) and not is_first_name(t.norm) for t in words):
        return None
    if first in words_of("not_names") or all(
        is_word(p) and not is_first_name(p) for p in form.parts
    ):
        return None
    return Introduced(form, side=side, beside=paren.span(1) if paren else None,
                      email=mail.group() if mail else None)  # fmt: skip


def _from_signature(text: str, lines: Sequence[Line], index: int) -> Iterator[Introduced]:
    block = [lines[index]]
    for line in lines[index + 1 : index + 7]:
        if line.kind != "signature":
            break
        block.append(line)
    first = block[0]
    name_end = first.end
    comma = text.find(",", first.start, first.end)
    if comma > 0:
        name_end = comma
    form = form_from(text, first.start, name_end, "signature")
    if (
        form is None
        or len(form.parts) > 4
        or any(is_head(t) for t in tokenize(text, first.start, name_end))
    ):
        return
    title_line = mail = phone = None
    if comma > 0 and any(is_head(t) for t in tokenize(text, comma, first.end)):
        title_line = (comma + 1, first.end)
    for line in block[1:]:
        body = text[line.start : line.end]
        mail = mail or _MAIL.search(body)
        phone = phone or _PHONE.search(body)
        if title_line is None and any(is_head(t) for t in tokenize(text, line.start, line.end)):
            title_line = _title_part(text, line)
    yield Introduced(
        form, email=mail.group() if mail else None,
        phone=phone.group().strip() if phone else None, title_line=title_line,
    )  # fmt: skip


def _title_part(text: str, line: Line) -> tuple[int, int]:
    body = text[line.start : line.end]
    cut = re.search(r"\s[|–—·-]\s|\s?\|", body)
    return line.start, line.start + cut.start() if cut else line.end
