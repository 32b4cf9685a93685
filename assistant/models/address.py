"""Which addresses texts may be sent to: encrypted ones, this machine, or what somebody allowed in words."""

from ipaddress import ip_address
from urllib.parse import urlsplit

# Shown where an address is missing: what most people mean who have only a key.
EXAMPLE = "https://api.openai.com/v1"
# People paste what they see in a guide; the client adds these itself.
_ENDPOINTS = ("/chat/completions", "/completions", "/responses", "/embeddings", "/models")


def usable_address(given: str, *, allow_http: bool) -> str | None:
    """The address without a closing slash or the name of one endpoint; None when it may not be used."""
    address = given.strip().rstrip("/")
    for endpoint in _ENDPOINTS:
        address = address.removesuffix(endpoint)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if (
        not host
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
        or not address.isprintable()
    ):
        return None
    if parts.scheme == "https" or (parts.scheme == "http" and (allow_http or is_loopback(host))):
        return address
    return None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
