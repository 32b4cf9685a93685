"""What a person would read on a page: its title and its words in order, hidden ones left out and counted.

Nothing is fetched or followed: no style sheet, no frame, no refresh, no base address. The walk keeps
its own stack, because pages nest deeper than Python calls. Menus are left out as well. Imported late:
it brings a parser along.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from knowledge.documents.page_hiding import Look, colour_of, is_marked_hidden, look_inside
from knowledge.documents.page_lines import Lines
from knowledge.documents.page_outcomes import PageText
from knowledge.documents.page_styles import StyleSheet, read_style_rules

_PARTS = frozenset(
    "h1 h2 h3 h4 h5 h6 p ul ol dl table pre blockquote section article main header footer aside form "
    "fieldset figure address hr body details".split()
)
_OWN_LINE = _PARTS | frozenset(
    "div li dt dd tr caption legend figcaption summary title br center thead tbody tfoot option".split()
)
_CELLS = frozenset({"td", "th"})
# By tag: the open elements that its start ends, though their end was not written (HTML standard).
# Where browsers differ, or it depends on more, nothing is ended: words then stay hidden.
_ENDS = {
    **dict.fromkeys(
        "address article aside blockquote center div dl figure footer h1 h2 h3 h4 h5 h6 header hr "
        "main ol p pre section ul".split(),
        frozenset({"p"}),
    ),
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
}
# What may stand open between the two.
_INLINE = frozenset(
    "a abbr b big cite code em font i label mark q s small span strong sub sup u".split()
)
_PLACED = ["h1", "h2", "h3", "h4", "ul", "ol", "section", "article", "main"]
_FARTHEST = 24
_TOLD = ("alt", "title", "aria-label", "placeholder", "value", "content", "srcdoc", "summary")
_MOST_TOLD = 4_000
# Four words in a row: less is a name or a label.
_PHRASE = re.compile(r"(?:[^\W\d_]{2,40}[ ,.:;'’]{1,3}){3}[^\W\d_]{2,40}")
_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_].{0,40})?\Z")
_LONGEST_TITLE = 300

# An element, and whether its attributes are meant rather than its words.
Place = tuple[int, bool]


def page_text(html: str) -> PageText:
    """The words of a page, and how many places with words are not shown to a reader."""
    # Ends a comment that was left open, which the parser would look for again and again.
    soup = BeautifulSoup(html + "<!---->", "html.parser")
    lines = Lines()
    walk = _Walk(_sheet(soup), lines, _first_look(soup), _layout_tables(soup))
    walk.through(soup)
    root = soup.find("html")
    lang = _LANG.match(str(root.get("lang") or "")) if isinstance(root, Tag) else None
    return PageText(
        title=_title(soup),
        text=lines.text(),
        lang=lang.group(1).lower() if lang else None,
        dropped_hidden=len(walk.dropped) + lines.places,
    )


def plain_text(text: str) -> PageText:
    """The words of a page that is plain text."""
    lines = Lines()
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines.say(paragraph, keeps_lines=True)
        lines.end_part()
    return PageText(title="", text=lines.text(), dropped_hidden=lines.places)


def _sheet(soup: BeautifulSoup) -> StyleSheet:
    return read_style_rules(
        "".join(str(piece) for piece in style.contents)
        for style in soup.find_all("style")
        if str(style.get("media") or "all").lower() in ("all", "screen")
    )


def _first_look(soup: BeautifulSoup) -> Look:
    """Black on white, unless style sheets from elsewhere may say otherwise."""
    for link in soup.find_all("link"):
        if "stylesheet" in str(link.get("rel") or "").lower():
            return Look(colour=None, background=None)
    return Look()


def _layout_tables(soup: BeautifulSoup) -> set[int]:
    """Tables that place things, since they hold tables, headings or lists: no rows to read."""
    tables = soup.find_all("table")
    nearest = (table.find_parent("table") for table in tables)
    outer = {id(table) for table in nearest if table is not None}
    inner = (table for table in tables if id(table) not in outer)
    return outer | {id(table) for table in inner if table.find(_PLACED) is not None}


def _title(soup: BeautifulSoup) -> str:
    title = soup.find("title")
    lines = Lines()
    if isinstance(title, Tag):
        lines.say("".join(str(piece) for piece in title.contents))
    return lines.text()[:_LONGEST_TITLE].strip()


@dataclass
class _Walk:
    """One way through a page. ``dropped`` are the places with words that are not shown."""

    sheet: StyleSheet
    lines: Lines
    first_look: Look
    layout_tables: set[int]
    dropped: set[Place] = field(default_factory=set)
    _looks: dict[int, Look] = field(default_factory=dict)
    _parents: dict[int, Tag | None] = field(default_factory=dict)
    _tables: list[Tag] = field(default_factory=list)
    _pre: int = 0

    def through(self, soup: BeautifulSoup) -> None:
        """Visit every element in reading order."""
        stack: list[tuple[Tag, Iterator[PageElement]]] = [(soup, iter(soup.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(tag)
            elif isinstance(child, Tag):
                if child.name != "nav":
                    self._enter(child)
                    stack.append((child, iter(child.contents)))
            elif isinstance(child, NavigableString):
                self._words(child, tag)

    def _enter(self, tag: Tag) -> None:
        attributes = {name: _joined(value) for name, value in tag.attrs.items()}
        look = self._look(tag, attributes)
        self._looks[id(tag)] = look
        self._told(tag, attributes)
        if look.hidden_by is not None:
            return
        name = tag.name
        self._pre += name == "pre"
        if name in _CELLS and self._in_row:
            self.lines.mark(" | ")
        elif name == "li" and not self._in_row:
            self.lines.open_item()
        else:
            self._break(name)
        if name == "table":
            self._tables.append(tag)

    def _leave(self, tag: Tag) -> None:
        look = self._looks.get(id(tag))
        if look is None or look.hidden_by is not None:
            return
        self._pre -= tag.name == "pre"
        if tag.name == "table" and self._tables:
            self._tables.pop()
        if tag.name == "li" and not self._in_row:
            self.lines.close_item()
        else:
            self._break(tag.name)

    def _break(self, name: str) -> None:
        """End what stands before or in an element, as far as it begins or ends anything."""
        if self._in_row and name != "tr":
            self.lines.mark(" " if name in _OWN_LINE else "")
        elif name in _PARTS:
            self.lines.end_part()
        elif name in _OWN_LINE:
            self.lines.end_line()

    @property
    def _in_row(self) -> bool:
        """Whether words go into a row of a table that is one."""
        return bool(self._tables) and id(self._tables[-1]) not in self.layout_tables

    def _words(self, words: NavigableString, parent: Tag) -> None:
        if isinstance(words, Comment | PreformattedString):
            self._count((id(words), False), str(words))
            return
        look = self._looks.get(id(parent), self.first_look)
        if look.is_seen and not self._is_folded(parent):
            self.lines.say(str(words), keeps_lines=self._pre > 0)
        elif parent.name in ("script", "style"):
            self._count((id(parent), False), str(words))
        elif parent.name != "title" and any(char.isalnum() for char in words):
            place = look.hidden_by if look.hidden_by is not None else id(parent)
            self.dropped.add((place, False))

    def _is_folded(self, parent: Tag) -> bool:
        """Whether words stand in a closed ``details``, directly and outside its summary."""
        return parent.name == "details" and not parent.has_attr("open")

    def _look(self, tag: Tag, attributes: dict[str, str]) -> Look:
        parent = self._parent(tag)
        outer = self._looks.get(id(parent), self.first_look) if parent else self.first_look
        if outer.hidden_by is None:
            is_folded = parent is not None and self._is_folded(parent) and tag.name != "summary"
            if is_folded or is_marked_hidden(tag.name, attributes):
                return outer._replace(hidden_by=id(tag))
        declared = self.sheet.declared(
            tag.name,
            attributes.get("class", "").split(),
            attributes.get("id", ""),
            attributes.get("style", ""),
        )
        if tag.name == "font" and colour_of(attributes.get("color", "")):
            declared = {"color": attributes["color"].lower(), **declared}
        if tag.name in ("html", "body"):
            # Hidden until its programs run: that is the whole page, and hides nothing on it.
            declared = {k: v for k, v in declared.items() if k not in ("display", "opacity")}
        if colour_of(attributes.get("bgcolor", "")):
            declared = {"background-color": attributes["bgcolor"].lower(), **declared}
        return look_inside(outer, id(tag), declared)

    def _parent(self, tag: Tag) -> Tag | None:
        """The element ``tag`` stands in for a browser, which ends some elements by itself."""
        ends = _ENDS.get(tag.name)
        parent = tag.parent
        found = parent
        for _ in range(_FARTHEST if ends else 0):
            if parent is None:
                break
            if ends is not None and parent.name in ends:
                found = self._parents.get(id(parent), parent.parent)
                if tag.name != "tr" or parent.name == "tr":
                    break
            elif parent.name not in _INLINE:
                break
            parent = parent.parent
        self._parents[id(tag)] = found
        return found

    def _told(self, tag: Tag, attributes: dict[str, str]) -> None:
        """Count an element whose attributes say a phrase: no reader sees it, and it is never read."""
        told = (
            value for name, value in attributes.items() if name in _TOLD or name.startswith("data-")
        )
        self._count((id(tag), True), "\n".join(value[:_MOST_TOLD] for value in told))

    def _count(self, place: Place, words: str) -> None:
        if _PHRASE.search(words):
            self.dropped.add(place)


def _joined(value: object) -> str:
    """An attribute as one text; those with several values, such as classes, come as lists."""
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value or "")
