"""The shape of a note: which line is speech, header, bullet, signature, and who utters it.

Lines become :class:`Line` values with exact offsets; nothing here knows people, only forms. A line's
``voice`` is the name of who says it (speaker label, mail sender), as written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from knowledge.reading.injection import is_instruction
from knowledge.reading.lexicon import common_words, first_names, words_of
from knowledge.reading.tokens import fold

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_HEADER = re.compile(
    r"^[\s>*]*(?P<key>from|de|to|à|a|cc|cci|bcc|sent|envoyé|envoye|date|subject|objet|re|expéditeur)"
    r"\*?\s?:\*?\s+(?P<value>.{1,500})$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^[\s>]*(?:on|le|el)\s.{2,60}?[,\s](?P<who>[^,<>:]{2,60}?)\s*(?:<(?P<mail>[^<>\s]{3,80})>)?\s*"
    r"(?:wrote|a écrit|a ecrit)\s?:\s*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"^[\s>]*(?:-{2,}|_{4,}|={4,}|\*{3,})")
_TIME = r"(?:\d{1,2}[:h]\d{2}(?:[:.]\d{2}){0,2})"
_NAME = r"(?P<name>[^\W\d_][^:<>\[\]()\n]{0,48}?)"
_ORG = r"(?:\s*[(\[](?P<org>[^()\[\]\n]{1,60})[)\]])?"
_SPEAKERS = (
    re.compile(rf"^\s*[\[(]?{_TIME}[\])]?\s*[-–—|]?\s*<?{_NAME}>?{_ORG}\s*:\s+(?P<said>.*)$"),
    re.compile(
        rf"^\s*{_NAME}{_ORG}\s*[\[(]?{_TIME}[\])]?\s*(?:am|pm|AM|PM)?\s*[:>–-]?\s+(?P<said>.+)$"
    ),
    re.compile(rf"^\s*<v(?:\.\w+)?\s+{_NAME}>{_ORG}(?P<said>.*?)(?:</v>)?\s*$"),
    re.compile(rf"^\s*\*{{0,2}}{_NAME}{_ORG}\*{{0,2}}\s?:\*{{0,2}}\s+(?P<said>.*)$"),
)
_ALONE = re.compile(rf"^\s*{_NAME}{_ORG}\s+[\[(]?{_TIME}[\])]?\s*(?:am|pm|AM|PM)?\s*$")
_NOISE = re.compile(r"^\s*(?:WEBVTT.*|NOTE\b.*|\d+|[\d:.,]+\s*-->.*|[-=_*~\s]+)\s*$")
_BULLET = re.compile(r"^[\s>]*(?:[-*•–—·▪◦‣→]|\d{1,2}[.)]|\[[ xX]?\]|[-*]\s*\[[ xX]?\])\s+")
_QUOTED = re.compile(r"^\s*(?:>\s?)+")
_CLOSING_MAX = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source. ``start``/``end`` bound its content without bullet or label.

    ``kind``: ``plain``, ``bullet``, ``speech``, ``header``, ``signature``, ``heading``,
    ``attendees``. ``voice`` says who speaks, ``label`` is a leading ``name:`` that is a topic and no
    speaker, ``block`` counts paragraphs, ``injected`` marks text that tries to instruct a machine.
    """

    start: int
    end: int
    kind: str
    block: int
    voice: str | None = None
    voice_at: int | None = None
    organisation: str | None = None
    addressee: str | None = None
    section: str | None = None
    key: str | None = None
    injected: bool = False
    quoted: bool = False
    in_mail: bool = False


@dataclass(slots=True)
class _State:
    block: int = 0
    section: str | None = None
    voice: str | None = None
    voice_at: int | None = None
    organisation: str | None = None
    addressee: str | None = None
    in_mail: bool = False
    last_kind: str = ""
    closing: bool = False
    outer: list[tuple[str | None, int | None]] = field(default_factory=list)


def lay_out(text: str) -> list[Line]:
    """The lines of ``text`` that hold content, in order."""
    raw = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    is_transcript = _is_transcript(text, raw)
    state = _State()
    lines: list[Line] = []
    previous_end = 0
    for start, end in raw:
        body = text[start:end]
        blank_between = text.count("\n", previous_end, start) > 1
        previous_end = end
        if blank_between or not body.strip():
            state.block += 1
            if state.section and not _continues_section(body):
                state.section = None
        if body.strip():
            lines.extend(_read_line(body, start, state, is_transcript=is_transcript))
    return list(_spread_injection(text, lines))


def _continues_section(body: str) -> bool:
    return bool(_BULLET.match(body)) or ">" in body[:24] or ":" in body[:24]


def _is_transcript(text: str, raw: list[tuple[int, int]]) -> bool:
    labelled = filled = 0
    for start, end in raw[:400]:
        body = text[start:end]
        if body.strip():
            filled += 1
            spoken = speaker_of(body, loosely=True)
            labelled += bool(spoken)
    return labelled >= 3 and labelled * 2 >= filled


def speaker_of(body: str, *, loosely: bool) -> re.Match[str] | None:
    """The speaker label of a line; ``loosely`` accepts a bare ``Name:`` with no time."""
    body = body[:400] if len(body) > 400 else body
    for index, pattern in enumerate(_SPEAKERS):
        if index == len(_SPEAKERS) - 1 and not loosely:
            return None
        match = pattern.match(body)
        if match and looks_like_name(match["name"]):
            return match
    return None


def looks_like_name(label: str) -> bool:
    """Whether a label has the form of a name: few words, and none that heads a list of facts."""
    words = fold(label.strip(" *@#")).split()
    if not 1 <= len(words) <= 4 or any(c.isdigit() for c in label):
        return False
    if any(w.strip(".,'") in words_of("label_stops") for w in words):
        return False
    rest = label.strip(" *@#").split()[1:]
    plain = all(w in common_words() and w not in first_names() for w in words)
    return not (plain and rest and all(w[0].islower() for w in rest))


def _read_line(body: str, start: int, state: _State, *, is_transcript: bool) -> Iterator[Line]:
    for reader in (_noise, _wrote, _header, _forward):
        found = reader(body, start, state)
        if found is not None:
            yield from found
            return
    quoted = _QUOTED.match(body)
    if quoted:
        start, body = start + quoted.end(), body[quoted.end() :]
        if not body.strip():
            return
    elif state.outer and not state.in_mail:
        state.voice, state.voice_at = state.outer.pop()
    line = _content(body, start, state, is_transcript=is_transcript)
    if line:
        state.last_kind = line.kind
        yield replace(line, quoted=bool(quoted))


def _noise(body: str, _start: int, _state: _State) -> list[Line] | None:
    if _NOISE.match(body) and not _FORWARD.match(body):
        return []
    return None


def _wrote(body: str, start: int, state: _State) -> list[Line] | None:
    match = _WROTE.match(body) if len(body) < 300 else None
    if not match:
        return None
    label = re.sub(r"^.*\b\d{1,2}[:h]\d{2}\b[\s,]*", "", match["who"]).strip()
    who, organisation = split_organisation(label)
    state.voice, state.voice_at = who, start + body.find(label)
    state.organisation, state.closing, state.section = organisation, False, None
    return [_line(body, start, state, "header", key="from")]


def _header(body: str, start: int, state: _State) -> list[Line] | None:
    match = _HEADER.match(body) if len(body) < 700 else None
    if not match:
        return None
    key = {"de": "from", "expediteur": "from", "a": "to", "cci": "cc", "bcc": "cc",
           "objet": "subject", "re": "subject"}.get(fold(match["key"]), fold(match["key"]))  # fmt: skip
    if key != "from" and state.last_kind != "header":
        return None
    value_at = start + match.start("value")
    if key == "from":
        name = re.sub(r"[<\[(].*", "", match["value"]).strip(' "')
        if len(name.split()) > 5 or not name:
            return None
        state.voice, state.voice_at = name, value_at
        state.organisation = split_organisation(match["value"].split("<")[0])[1]
        state.in_mail, state.closing, state.section = True, False, None
        state.addressee = None
    if key == "to":
        state.addressee = re.split(r"[;,<]", match["value"])[0].strip()
    state.last_kind = "header"
    line = _line(body, start, state, "header", key=key)
    return [replace(line, start=value_at, end=start + len(body.rstrip()))]


def _forward(body: str, _start: int, state: _State) -> list[Line] | None:
    if not _FORWARD.match(body):
        return None
    state.section, state.closing = None, False
    return []


def split_organisation(label: str) -> tuple[str, str | None]:
    """``Joris Hamel (Pharmalogue)`` as name and organisation."""
    match = re.match(r"^\s*([^()\[\]]{1,60}?)\s*[(\[]([^()\[\]]{1,60})[)\]]", label)
    return (match[1], match[2]) if match else (label.strip(), None)


def _content(body: str, start: int, state: _State, *, is_transcript: bool) -> Line | None:
    alone = _ALONE.match(body) if len(body) < 120 else None
    if alone and looks_like_name(alone["name"]):
        _speak(state, alone, start)
        return _line(body, start, state, "header", key="speaker")
    match = None if _BULLET.match(body) else speaker_of(body, loosely=is_transcript)
    if match and not is_attendance(body):
        _speak(state, match, start)
        line = _line(body, start, state, "speech")
        end = start + len(body.rstrip())
        if len(body) <= 400 and body.rstrip().endswith("</v>"):
            end -= 4
        return replace(line, start=min(start + match.start("said"), end), end=end)
    return _written(body, start, state)


def _speak(state: _State, match: re.Match[str], start: int) -> None:
    state.voice, state.voice_at = match["name"].strip(" *"), start + match.start("name")
    state.organisation = match["org"] if "org" in match.re.groupindex else None
    state.in_mail = False


def _written(body: str, start: int, state: _State) -> Line:
    if is_attendance(body):
        return _line(body, start, state, "attendees", key=fold(body.strip()[:8]))
    head, colon, rest = body.partition(":")
    if colon and rest.strip() and section_of(head) == "actions" and len(head) < 40:
        line = _line(body, start, state, "bullet", key="inline")
        begin = start + len(body) - len(rest.lstrip())
        return replace(line, start=begin, section="actions")
    section = section_of(body)
    if section is not None:
        state.section = section or None
        if len(body) < 60:
            return _line(body, start, state, "heading")
    if state.closing:
        if len(body.split()) <= 12 and not _BULLET.match(body):
            return _line(body, start, state, "signature")
        state.closing = False
    if fold(body.strip(" ,.!-*")) in words_of("closings"):
        state.closing = True
        return _line(body, start, state, "heading")
    bullet = _BULLET.match(body)
    if not bullet:
        return _line(body, start, state, "plain")
    line = _line(body, start, state, "bullet")
    return replace(line, start=min(start + bullet.end(), line.end))


def is_attendance(body: str) -> bool:
    """Whether the line lists who was or was not there."""
    head, colon, rest = body[:80].partition(":")
    words = fold(head.strip(" -*•#[")).split()
    return (
        bool(colon and rest.strip()) and 0 < len(words) <= 4 and words[0] in words_of("attendance")
    )


def section_of(body: str) -> str | None:
    """``actions`` or another section a heading opens; ``""`` closes one; ``None``: no heading."""
    head = fold(body.strip(" -*•#=[]:_>").rstrip(":"))
    if len(head) > 60:
        return None
    head = re.sub(r"^\d+[.)]\s*", "", head)
    if head in words_of("action_headings"):
        return "actions"
    is_titled = body.strip().startswith("#") or body.rstrip().endswith(":")
    return "" if is_titled and len(head.split()) <= 5 else None


def _line(body: str, start: int, state: _State, kind: str, key: str | None = None) -> Line:
    left = len(body) - len(body.lstrip())
    return Line(
        start=start + left, end=start + len(body.rstrip()), kind=kind, block=state.block,
        voice=state.voice, voice_at=state.voice_at, organisation=state.organisation,
        addressee=state.addressee, section=state.section, key=key, in_mail=state.in_mail,
    )  # fmt: skip


def _spread_injection(text: str, lines: list[Line]) -> Iterator[Line]:
    """Mark instructions to machines, and what stands in the same quoted block under them."""
    open_until = -1
    previous: Line | None = None
    for line in lines:
        body = text[line.start : line.end]
        told = is_instruction(body)
        follows = (
            previous is not None and previous.injected and previous.kind == line.kind == "plain"
            and previous.block == line.block
        )  # fmt: skip
        if line.start < open_until or follows or told:
            if told and "«" in body and "»" not in body:
                close = text.find("»", line.end)
                open_until = close if 0 <= close - line.end < 2000 else line.end
            if told and "<!--" in body:
                close = text.find("-->", line.start)
                open_until = close if 0 <= close - line.end < 2000 else line.end
            previous = replace(line, injected=True)
        else:
            previous = line
        yield previous
