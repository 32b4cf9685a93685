"""Fetching a file that came with a message: only from Slack, only so much, never its login page."""

import logging
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from typing_extensions import override

from integrations.slack.handlers.context import FaultReason, FileFault

log = logging.getLogger(__name__)

_TIMEOUT_S = 20
_GONE = (404, 410)


class _StayHere(HTTPRedirectHandler):
    """Follows nothing: the token goes where it was sent, and a redirect is Slack asking to log in."""

    @override
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Files:
    """Downloads with the app's token, from Slack's own hosts or the one configured in their place."""

    token: str
    api_url: str
    limit_bytes: int

    def fetch(self, file: dict[str, str]) -> bytes | FileFault:
        """The bytes of the file, or why there are none."""
        url = file.get("url_private_download") or file.get("url_private") or ""
        if not self._is_slacks(url):
            return FileFault("gone")
        if file.get("size", "0").isdigit() and int(file.get("size", "0")) > self.limit_bytes:
            return FileFault("too_large")
        request = Request(url, headers={"Authorization": f"Bearer {self.token}"})  # noqa: S310 - checked above
        try:
            with build_opener(_StayHere).open(request, timeout=_TIMEOUT_S) as answer:
                kind = answer.headers.get_content_type()
                read: bytes = answer.read(self.limit_bytes + 1)
        except HTTPError as error:
            with error:
                return FileFault(_reason(error.code))
        except (URLError, HTTPException, OSError):
            return FileFault("failed")
        if len(read) > self.limit_bytes:
            return FileFault("too_large")
        if kind == "text/html" and _is_login_page(read, file):
            return FileFault("no_permission")
        return read

    def _is_slacks(self, url: str) -> bool:
        asked, ours = urlsplit(url), urlsplit(self.api_url)
        if (asked.scheme, asked.hostname) == (ours.scheme, ours.hostname):
            return True
        host = asked.hostname or ""
        return asked.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


def _reason(status: int) -> FaultReason:
    if status in _GONE:
        return "gone"
    return "no_permission" if 300 <= status < 500 else "failed"


def _is_login_page(read: bytes, file: dict[str, str]) -> bool:
    """Slack answers 200 with a page where the app lacks ``files:read``; a page may be what was sent."""
    is_page = file.get("filetype") in ("html", "htm") or file.get("mimetype") == "text/html"
    return not is_page or b"slack.com/signin" in read or b"/?redir=" in read
