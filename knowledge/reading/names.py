"""Where names of people stand in a text, in capitals or without.

Evidence comes from form first (labels, headers, lists, civilities, capitals), then from vocabulary:
a word that is no everyday word of either language may be a name when it behaves like one. Who is who
is settled in ``people``; here are only candidate forms.
"""

from collections.abc import Sequence

from knowledge.reading.forms import MAX_PARTS, NameForm, parts_of, without_corrected
from knowledge.reading.lexicon import common_words, surnames, words_of
from knowledge.reading.sentences import Sentence
from knowledge.reading.titles import is_department, is_head
from knowledge.reading.tokens import Token
from knowledge.reading.vocabulary import (
    is_first_name,
    is_plain_first_name,
    is_rare,
    is_word,
)

_FREQUENT = 700
_SELDOM = 3000
_VERBAL = (
    "ait", "aient", "ent", "ant", "er", "ir", "ra", "rai", "ront", "ee", "e", "is", "it", "ed", "ing", "ez",
    "ons",
)  # fmt: skip
_COUNTS = frozenset(
    "cent cents deux trois quatre cinq dix vingt mille two three four ten hundred".split()
)
_AWAY_FROM_NAMES = frozenset("at in from chez".split())


def names_in(text: str, sentence: Sentence, *, shouting: bool) -> list[NameForm]:
    """Candidate names of one sentence by civility, capitals, and lower-case behaviour."""
    tokens = sentence.tokens
    found: list[NameForm] = []
    words = [t for t in tokens if t.kind == "word" and len(t.text) > 2]
    shouting = shouting or (
        len(words) > 3 and sum(t.text.isupper() for t in words) * 3 > 2 * len(words)
    )
    has_capitals = any(t.is_capital and not _is_acronym(t) for t in tokens[1:]) or (
        tokens[0].is_capital and len(tokens) > 1
    )
    index = 0
    while index < len(tokens):
        last, evidence = _name_at(tokens, index, shouting=shouting, has_capitals=has_capitals)
        if last > index:
            parts, civility = parts_of(tokens[index:last])
            start, end = tokens[index].start, tokens[last - 1].end
            found.append(NameForm(start, end, parts, civility, evidence))
            index = last
        else:
            index += 1
    return without_corrected(text, found)


def _name_at(
    tokens: Sequence[Token], at: int, *, shouting: bool, has_capitals: bool
) -> tuple[int, str]:
    last = _after_civility(tokens, at)
    if last > at:
        return last, "civility"
    if tokens[at].kind != "word":
        return at, ""
    if tokens[at].is_capital and not shouting:
        last, evidence = _capital_run(tokens, at)
        return (last, evidence) if evidence else (at, "")
    if has_capitals and not shouting:
        last = _lower_run(tokens, at, strict=True)
    else:
        last = _lower_run(tokens, at, strict=False)
    return last, "lower"


def _after_civility(tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    if token.norm not in words_of("civilities") or token.kind != "word":
        return at
    kinship = token.norm in ("soeur", "sister", "frere", "brother", "pere", "father")
    if (
        kinship
        and at
        and tokens[at - 1].norm in ("sa", "son", "ma", "mon", "his", "her", "my", "leur", "their")
    ):
        return at
    if token.norm in ("me", "don", "pr", "m", "st") and not token.is_capital:
        return at
    name = at + 1
    if name < len(tokens) and tokens[name].text == ".":
        name += 1
    if name >= len(tokens) or not _can_follow_civility(tokens[name]):
        return at
    if token.norm in (
        "pere",
        "dame",
        "sister",
        "brother",
        "frere",
        "captain",
        "don",
        "me",
    ) and not (
        tokens[name].is_capital or is_first_name(tokens[name].norm) or is_rare(tokens[name])
    ):
        return at
    last = name + 1
    while (
        last < len(tokens)
        and last - name < 4
        and _continues(tokens, last, in_capitals=tokens[name].is_capital)
    ):
        last += 1
    return last


def _can_follow_civility(token: Token) -> bool:
    if token.kind != "word" or token.norm in words_of("not_names") or is_head(token):
        return False
    if token.norm in words_of("particles") and token.norm not in ("van", "von", "ben", "al", "el"):
        return token.is_capital
    rank = common_words().get(token.norm, 99_999)
    return token.is_capital or rank > _SELDOM or is_plain_first_name(token.norm)


def _continues(tokens: Sequence[Token], at: int, *, in_capitals: bool) -> bool:
    token = tokens[at]
    if token.kind != "word" or token.norm in words_of("not_names"):
        return False
    if _is_particle(tokens, at):
        return True
    if in_capitals:
        return token.is_capital and not is_head(token)
    return _surname_like(token) and token.norm not in words_of("human_verbs")


def _is_particle(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.norm not in words_of("particles") or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    if token.norm in (
        "de",
        "du",
        "des",
        "d'",
        "la",
        "le",
        "l'",
        "do",
        "den",
        "y",
        "e",
        "a",
        "al",
        "da",
    ):
        return after.is_capital and after.norm not in words_of("not_names") and (
            after.kind == "word" and not is_department(after.norm) and not is_head(after)
        )  # fmt: skip
    return after.is_capital or is_rare(after) or after.norm in surnames()


def _surname_like(token: Token) -> bool:
    norm = token.norm
    return token.kind == "word" and (
        norm in surnames() or is_rare(token) or is_plain_first_name(norm)
    ) and norm not in words_of("human_verbs")  # fmt: skip


def _is_acronym(token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper()


def _capital_run(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    last = at
    while last < len(tokens) and last - at < MAX_PARTS + 1:
        token = tokens[last]
        if (
            _in_capital_run(tokens, last)
            or (last > at and _is_particle(tokens, last))
            or (token.text == "." and last > at and len(tokens[last - 1].text) == 1)
        ):
            last += 1
        else:
            break
    if last == at:
        return at, ""
    skip = at
    while last - skip > 1 and _opens_sentence_only(tokens, skip):
        skip += 1
    if skip > at:
        return at, ""
    return last, _capital_evidence(tokens, at, last)


def _in_capital_run(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind != "word" or not token.is_capital or token.norm in words_of("not_names"):
        return False
    if _is_acronym(token) and len(token.text) > 1:
        near = [t for t in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
        return len(token.text) > 3 and any(is_first_name(t.norm) and t.is_capital for t in near)
    return not (is_head(token) and not is_first_name(token.norm))


def _opens_sentence_only(tokens: Sequence[Token], at: int) -> bool:
    """A capital that only marks the beginning: "Croisé Maël Ropars", "Met Hortense"."""
    norm = tokens[at].norm
    if at and tokens[at - 1].kind == "word" and is_first_name(norm):
        return False
    return norm in common_words() and not (is_first_name(norm) and common_words()[norm] > 900)


def _capital_evidence(tokens: Sequence[Token], at: int, last: int) -> str:
    words = [t for t in tokens[at:last] if t.kind == "word"]
    if not words or _names_organisation(tokens, at, last, words):
        return ""
    first = words[0].norm
    if len(words) > 1:
        if is_first_name(first) or _is_initial(tokens, at):
            return "capitals"
        if any(is_first_name(w.norm) for w in words[1:]) and len(words) == 2 and not is_word(first):
            return "capitals"
        if all(is_rare(w) or w.norm in surnames() for w in (words[0], words[-1])):
            return "capitals"
        strong = not all(is_word(w.norm) for w in words)
        return "capitals" if strong and _acts_like_person(tokens, at, last) else ""
    if is_first_name(first) and (not is_word(first) or common_words().get(first, 99999) > 1500):
        if is_word(first) and at == 0:
            return "context" if _acts_like_person(tokens, at, last) else ""
        if at and tokens[at - 1].norm in ("at", "in", "chez", "a"):
            return ""
        return "capitals"
    if at and _is_described_in_brackets(tokens, last):
        return "context"
    if is_word(first) and not is_first_name(first):
        return ""
    if not is_rare(words[0]) and first not in surnames() and not is_first_name(first):
        return ""
    return "context" if _acts_like_person(tokens, at, last) else ""


def _is_initial(tokens: Sequence[Token], at: int) -> bool:
    return len(tokens[at].text) == 1 and at + 1 < len(tokens) and tokens[at + 1].text == "." and (
        at == 0 or tokens[at - 1].kind != "number"
    )  # fmt: skip


def _names_organisation(
    tokens: Sequence[Token], at: int, last: int, words: Sequence[Token]
) -> bool:
    if any(w.norm in words_of("organisation_words") for w in words):
        return True
    if (last < len(tokens) and tokens[last].text == "&") or (at and tokens[at - 1].text in "&@#"):
        return True
    before = tokens[at - 1].norm if at else ""
    return before == "chez" and not is_first_name(words[0].norm)


def _acts_like_person(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether the words around treat it as somebody who does, says or holds something."""
    before = tokens[at - 1] if at else None
    after = tokens[last] if last < len(tokens) else None
    if before is not None and before.norm in _AWAY_FROM_NAMES:
        return False
    if before is not None and before.norm in words_of("intro_verbs"):
        return True
    if before is not None and is_head(before):
        return True
    if after is None:
        return False
    if (
        before is not None
        and before.norm in ("selon", "apres", "per", "to", "avec", "with")
        and (after.text in ("(", ",", ":"))
    ):
        return True
    if after.text == "(" and _is_brand_in_brackets(tokens, last):
        return True
    if _sells(tokens, last) and not is_first_name(tokens[at].norm):
        return False
    if after.norm in words_of("human_verbs"):
        return not (
            before is not None and before.norm in ("the", "a", "an", "le", "la", "les", "un")
        )
    return after.text in (",", "(", "=", ":", "-") and any(
        is_head(t) for t in tokens[last + 1 : last + 5]
    )


def _sells(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words after a lone unknown word are those of a supplier, not of a person."""
    return any(t.norm in words_of("supplier_words") for t in tokens[at : at + 6])


def _is_described_in_brackets(tokens: Sequence[Token], at: int) -> bool:
    """``Meunier (la DAF)``: a post in brackets makes a name even of an everyday word."""
    inside = tokens[at + 1 : at + 3] if at < len(tokens) and tokens[at].text == "(" else ()
    return bool(inside) and (
        is_head(inside[0]) or (inside[0].norm in ("le", "la", "l'", "the") and is_head(inside[-1]))
    )


def _is_brand_in_brackets(tokens: Sequence[Token], at: int) -> bool:
    close = next((i for i in range(at + 1, min(at + 4, len(tokens))) if tokens[i].text == ")"), at)
    inside = tokens[at + 1 : close]
    return bool(inside) and all(is_rare(t) or is_head(t) or is_department(t.norm) for t in inside)


def _lower_run(tokens: Sequence[Token], at: int, *, strict: bool) -> int:
    token = tokens[at]
    if token.kind != "word" or len(token.norm) < 3 or token.norm in words_of("not_names"):
        return at
    last = at + 1
    while (
        last < len(tokens)
        and last - at < MAX_PARTS
        and (_surname_like(tokens[last]) or _is_particle(tokens, last))
    ):
        if _starts_another(tokens, last):
            break
        last += 1
    if is_plain_first_name(token.norm) and not is_head(token):
        if last == at + 1:
            last += _takes_word_surname(tokens, last)
        return last if not strict or last > at + 1 else at
    if _is_ambiguous_first_name(token) and (last > at + 1 or _acts_like_person(tokens, at, at + 1)):
        named = last > at + 1 and tokens[last - 1].norm not in words_of("human_verbs")
        return last if named and not strict else at
    if strict or not (is_rare(token) or token.norm in surnames()):
        return at
    before = tokens[at - 1].norm if at else ""
    if before in _AWAY_FROM_NAMES or before in words_of("organisation_words"):
        return at
    if (at and tokens[at - 1].kind == "number") or before in _COUNTS:
        return at
    if last > at + 1 or before in ("de", "du", "d'", "of", "des", "a"):
        return last if last > at + 1 else at
    return last if _acts_like_person(tokens, at, last) else at


def _starts_another(tokens: Sequence[Token], at: int) -> bool:
    """Two full names side by side, as dictation leaves them."""
    return is_plain_first_name(tokens[at].norm) and at + 1 < len(tokens) and (
        (_surname_like(tokens[at + 1]) and not is_plain_first_name(tokens[at + 1].norm))
        or tokens[at + 1].norm == tokens[at - 1].norm
    )  # fmt: skip


def _takes_word_surname(tokens: Sequence[Token], at: int) -> int:
    """``winifred sacks,``: a surname that is a word too, where nothing but a name can stand."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return 0
    norm = tokens[at].norm
    blocked = (
        norm in words_of("human_verbs") or norm in words_of("intro_verbs")
        or is_head(tokens[at]) or is_department(norm) or norm in words_of("not_names")
        or common_words().get(norm, 0) < _FREQUENT
    )  # fmt: skip
    if blocked:
        return 0
    if at + 1 >= len(tokens):
        return int(at >= 2)
    follow = tokens[at + 1]
    rank = common_words().get(norm, 0)
    return int(
        follow.text in (",", "(", ")", "=", ":", "'s")
        or (rank > 9000 and norm.isalpha() and not norm.endswith(_VERBAL))
    )


def _is_ambiguous_first_name(token: Token) -> bool:
    return is_first_name(token.norm) and common_words().get(token.norm, 99999) > _FREQUENT
