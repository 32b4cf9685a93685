"""Which elements of a page a reader does not see, by their own marks and by declared styles."""

import re
from typing import NamedTuple

from knowledge.documents.page_styles import Declarations

Colour = tuple[int, int, int]

# Pixels, about: what counts is the difference between a margin and out of sight.
_PX = {"": 1, "px": 1, "pt": 1.33, "em": 16, "rem": 16, "ex": 8, "ch": 8, "%": 5, "vw": 8, "vh": 6,
       "cm": 38, "mm": 3.8, "in": 96, "pc": 16}  # fmt: skip
_LENGTH = re.compile(r"([+-]?\d{0,9}\.?\d{1,9})([a-z%]{0,4})\Z")
# Beyond -50vw, by which pictures are laid over the whole width, and -50 %, by which boxes are centred.
_AWAY_PX, _FAR_PX, _TINY_PX = -450.0, 3000.0, 2.0
_FAINT = 0.1
_SAME_COLOUR = 10
_NAMED: dict[str, Colour] = {
    "white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245), "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "yellow": (255, 255, 0), "navy": (0, 0, 128),
    "silver": (192, 192, 192), "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211),
    "ghostwhite": (248, 248, 255),
}  # fmt: skip
_COLOUR_PARTS = re.compile(r"rgba?\(([^)]{1,60})\)")
_NEVER_SHOWN = frozenset(
    "head script style template noscript textarea iframe object embed canvas audio video svg select "
    "datalist input noembed noframes applet map frameset title".split()
)
_CLIPPED = re.compile(
    r"inset\(\s*(?:100|[5-9]\d)(?:\.\d+)?%|circle\(\s*0|ellipse\(\s*0|polygon\(\s*0[^,]*(?:,\s*0[^,]*)+\)"
)
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]{1,60})\)")
_SHRUNK = re.compile(r"scale(?:x|y|3d)?\(\s*(?:0|0?\.0\d*)\s*[,)]")


class Look(NamedTuple):
    """How words inside an element look. ``hidden_by`` is the element that took them out of sight.

    A colour is ``None`` when the page does not say it by itself.
    """

    hidden_by: int | None = None
    is_invisible: bool = False
    is_tiny: bool = False
    is_transparent: bool = False
    colour: Colour | None = (0, 0, 0)
    background: Colour | None = (255, 255, 255)

    @property
    def is_seen(self) -> bool:
        """Whether a reader sees the words."""
        if self.hidden_by is not None or self.is_invisible or self.is_tiny or self.is_transparent:
            return False
        if self.colour is None or self.background is None:
            return True
        apart = (abs(a - b) for a, b in zip(self.colour, self.background, strict=True))
        return max(apart) > _SAME_COLOUR


def is_marked_hidden(tag: str, attributes: dict[str, str]) -> bool:
    """Whether an element is out of sight by what it is or says of itself."""
    if tag in _NEVER_SHOWN or "hidden" in attributes:
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    return tag == "dialog" and "open" not in attributes


def look_inside(outer: Look, key: int, declared: Declarations) -> Look:
    """How words look in an element with these declarations, inside one that looks like ``outer``."""
    if not declared:
        return outer
    hidden_by = outer.hidden_by
    if hidden_by is None and _takes_out_of_sight(declared):
        hidden_by = key
    visibility = declared.get("visibility", "")
    is_invisible = outer.is_invisible
    if visibility in ("hidden", "collapse", "visible"):
        is_invisible = visibility != "visible"
    colour, is_transparent = outer.colour, outer.is_transparent
    written = declared.get("color", "inherit")
    if written not in ("inherit", "currentcolor", "unset"):
        colour, is_transparent = colour_of(written), _is_clear(written)
    return Look(
        hidden_by,
        is_invisible,
        _is_tiny(declared, is_tiny_outside=outer.is_tiny),
        is_transparent,
        colour,
        _background(outer.background, declared),
    )


def colour_of(written: str) -> Colour | None:
    """The colour as red, green, blue, or ``None`` when it is not one of the plain ways to write it."""
    written = written.strip().lower()
    if written.startswith("#"):
        digits = written[1:]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits)
        if len(digits) not in (6, 8) or set(digits) - set("0123456789abcdef"):
            return None
        return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
    match = _COLOUR_PARTS.match(written)
    if match is None:
        return _NAMED.get(written)
    parts = re.findall(r"\d{1,3}", re.sub(r"\.\d+", "", match.group(1)))[:3]
    if len(parts) < 3 or "%" in match.group(1):
        return None
    return (int(parts[0]), int(parts[1]), int(parts[2]))


def _is_clear(written: str) -> bool:
    """Whether a colour lets everything through."""
    if written == "transparent":
        return True
    match = re.match(r"(?:rgba?|hsla?)\([^)]{1,60}[,/]\s*(0?\.?\d{1,4})(%?)\s*\)", written)
    if match and written.count(",") + written.count("/") in (1, 3):
        return float(match.group(1)) / (100 if match.group(2) else 1) <= _FAINT
    return bool(re.fullmatch(r"#(?:[0-9a-f]{3}0|[0-9a-f]{6}[01][0-9a-f])", written))


def _background(outer: Colour | None, declared: Declarations) -> Colour | None:
    """The colour behind the words; unknown once there is a picture or a gradient."""
    both = f"{declared.get('background', '')} {declared.get('background-image', '')}"
    if "url(" in both or "gradient(" in both:
        return None
    written = declared.get("background-color") or declared.get("background", "")
    if not written or written in ("none", "transparent", "inherit", "initial", "unset", "0 0"):
        return outer
    parts = [written, *written.split()]
    return next((colour for colour in map(colour_of, parts) if colour is not None), None)


def _is_tiny(declared: Declarations, *, is_tiny_outside: bool) -> bool:
    written = declared.get("font-size", "inherit")
    match = _LENGTH.match(written)
    if match is None:
        # A keyword such as medium is a size of its own; the rest follows what is outside.
        is_own = written.isalpha() and written not in ("inherit", "unset", "smaller", "larger")
        return is_tiny_outside and not is_own
    number, unit = float(match.group(1)), match.group(2)
    if is_tiny_outside and unit in ("em", "%", "ex", "ch"):
        return True
    # A hundred percent are one em.
    return number * (0.16 if unit == "%" else _PX.get(unit, 1)) <= _TINY_PX


def _takes_out_of_sight(declared: Declarations) -> bool:
    if declared.get("display") == "none" or declared.get("content-visibility") == "hidden":
        return True
    if _is_faint(declared) or _is_clipped(declared) or _is_moved_away(declared):
        return True
    overflow = " ".join(declared.get(f"overflow{side}", "") for side in ("", "-x", "-y"))
    if "hidden" not in overflow and "clip" not in overflow:
        return False
    sizes = (
        _length(declared.get(name, "")) for name in ("width", "height", "max-width", "max-height")
    )
    return any(size is not None and size <= 1 for size in sizes)


def _is_faint(declared: Declarations) -> bool:
    faint = re.search(r"opacity\(\s*([\d.]{1,9})(%?)", declared.get("filter", ""))
    inside = faint.group(1) + faint.group(2) if faint else ""
    return any(_share(written) <= _FAINT for written in (declared.get("opacity", ""), inside))


def _share(written: str) -> float:
    """A share as a number from 0 to 1; 1 when it is none."""
    try:
        return float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        return 1.0


def _is_clipped(declared: Declarations) -> bool:
    if _CLIPPED.search(declared.get("clip-path", "")):
        return True
    numbers = re.findall(r"-?[\d.]+", declared.get("clip", ""))
    return len(numbers) == 4 and len({number.rstrip("0") for number in numbers}) == 1


def _is_moved_away(declared: Declarations) -> bool:
    if declared.get("position") in ("absolute", "fixed", "relative"):
        for side in ("left", "top", "right", "bottom"):
            length = _length(declared.get(side, ""))
            if length is not None and (length <= _AWAY_PX or length >= _FAR_PX):
                return True
    for name in ("text-indent", "margin-left", "margin-top"):
        length = _length(declared.get(name, ""))
        if length is not None and length <= _AWAY_PX:
            return True
    transform = declared.get("transform", "")
    if _SHRUNK.search(transform):
        return True
    moved = _MOVED.search(transform)
    lengths = [_length(part.strip()) for part in moved.group(1).split(",")] if moved else []
    return any(length is not None and length <= _AWAY_PX for length in lengths)


def _length(written: str) -> float | None:
    """A length in pixels, about; ``None`` when it is no plain one."""
    match = _LENGTH.match(written)
    if match is None or match.group(2) not in _PX:
        return None
    return float(match.group(1)) * _PX[match.group(2)]
