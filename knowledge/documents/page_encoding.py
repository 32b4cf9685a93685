"""The letters of a page: by its byte-order mark, what its server or it says, as UTF-8, else by a guess."""

import codecs
import re

from knowledge.documents.page_outcomes import PageRefused
from knowledge.domain.sources import Decoded

_HEAD_BYTES = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages say and browsers understand by it (WHATWG encoding labels, 2026). A list, because Python
# would also take names such as "zlib" or "unicode_escape" for encodings.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-16-le",
}
_READ = frozenset(
    "utf-8 utf-16-le utf-16-be gb18030 big5 shift_jis cp932 euc_jp iso2022_jp euc_kr cp949 koi8-r "
    "koi8-u mac-roman cp866 cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16".split()
)
# What pages without a word about it are written in; a free choice finds letters of old machines.
_GUESSED = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 koi8_r shift_jis euc_jp gb18030 big5 euc_kr"
).split()
_META = re.compile(rb"<meta[^>]{1,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.I)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1b\x85")
_MAX_CONTROL_SHARE = 0.05


def decode_page(body: bytes, charset: str | None) -> Decoded | PageRefused:
    """The text of ``body``; ``charset`` is what the server said."""
    mark = next((name for bom, name in _BOMS if body.startswith(bom)), None)
    meta = _META.search(body[:_HEAD_BYTES])
    said = [charset, meta.group(1).decode("ascii") if meta else None]
    names = [mark] if mark else [*(_meant(name) for name in said if name), "utf-8"]
    for name in dict.fromkeys(name for name in names if name):
        try:
            return _checked(Decoded(body.decode(name), name))
        except UnicodeDecodeError:
            continue
    return _guessed(body)


def _meant(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if name in _READ else None


def _guessed(body: bytes) -> Decoded | PageRefused:
    if b"\x00" in body:
        return PageRefused("unreadable", "binary")
    from charset_normalizer import from_bytes

    best = from_bytes(body, cp_isolation=list(_GUESSED)).best()
    if best is None:
        return PageRefused("unreadable", "encoding")
    return _checked(Decoded(str(best), best.encoding))


def _checked(decoded: Decoded) -> Decoded | PageRefused:
    text = decoded.text
    controls = sum(1 for char in text if char < " " and char not in _TEXT_CONTROLS)
    if controls > len(text) * _MAX_CONTROL_SHARE:
        return PageRefused("unreadable", "binary")
    return decoded
