"""Which addresses are asked for at all. The network is asked elsewhere, at the moment of connecting."""

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

from knowledge.documents.page_outcomes import PageLimits, PageRefused

LONGEST_URL = 2048
_LINKEDIN = ("linkedin.com", "linkedin.cn", "licdn.com", "lnkd.in")
_HOST_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
_HOST_V6_LETTERS = frozenset("abcdef0123456789:.")


@dataclass(frozen=True, slots=True)
class PageAddress:
    """An address put together again from its checked parts, so that every parser reads it alike."""

    url: str
    origin: str
    path: str


def page_address(url: str, limits: PageLimits) -> PageAddress | PageRefused:
    """The address that ``url`` means, or why it is not asked for."""
    parts = _parts(url)
    host = _host(parts.hostname) if parts else None
    if parts is None or host is None:
        return PageRefused("bad_address")
    if any(host == name or host.endswith(f".{name}") for name in _LINKEDIN):
        return PageRefused("linkedin")
    in_clear = parts.scheme == "http" and limits.allow_http
    port = _port(parts, in_clear=in_clear)
    if port is None or port not in _ports(limits):
        return PageRefused("port", str(parts.port))
    scheme, usual = ("http", 80) if in_clear else ("https", 443)
    bracketed = f"[{host}]" if ":" in host else host
    netloc = bracketed if port == usual else f"{bracketed}:{port}"
    path = parts.path or "/"
    whole = urlunsplit((scheme, netloc, path, parts.query, ""))
    asked = urlunsplit(("", "", path, parts.query, ""))
    return PageAddress(whole, f"{scheme}://{netloc}", asked)


def _parts(url: str) -> SplitResult | None:
    """The parts of a web address without a user, a password or characters parsers disagree on."""
    if len(url) > LONGEST_URL or any(char <= " " or char in "\\\x7f" for char in url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "%" in parts.netloc:
        return None
    return parts


def _host(given: str | None) -> str | None:
    """The host in the letters of the network (IDNA), or ``None`` when it is no host."""
    host = (given or "").lower()
    if ":" in host:
        return host if set(host) <= _HOST_V6_LETTERS else None
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    host = host.removesuffix(".")
    is_host = bool(host) and set(host) <= _HOST_LETTERS and all(host.split("."))
    return host if is_host else None


def _port(parts: SplitResult, *, in_clear: bool) -> int | None:
    if parts.port is None:
        return 80 if in_clear else 443
    # The port of the clear is not the one to ask for over https.
    return 443 if parts.port == 80 and parts.scheme == "http" and not in_clear else parts.port


def _ports(limits: PageLimits) -> frozenset[int]:
    return limits.ports | {80} if limits.allow_http else limits.ports
