"""WSGI middleware that lets in only the requests of our own pages in the launched browser.

A launch link gives the browser two secrets: the session cookie, which it sends by itself, and the header
token, which its storage keeps for our origin alone. A cookie reaches every server of our host name, so the
cookie alone lets nobody change anything, and only the response to a launch contains the header token.
"""

import html
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from server.web.security.headers import protect
from server.web.security.keys import TOKEN_HEADER, Keys

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("fumehood.guard")

NONCE: Final = "fumehood.nonce"
REFUSED_HEADER: Final = "X-Fumehood-Refused"
SESSION_PATH: Final = "/session"
MAX_BODY_BYTES: Final = 32 * 1024 * 1024
_READING: Final = ("GET", "HEAD")
_METHODS: Final = (*_READING, "POST")
_CHANGING_SITES: Final = ("same-origin",)
_READING_SITES: Final = ("same-origin", "none")  # none: a typed address, or a link opened by another program
_HTML: Final = (("Content-Type", "text/html; charset=utf-8"),)
_TOKEN_KEY: Final = "HTTP_" + TOKEN_HEADER.upper().replace("-", "_")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was refused; `code` selects the explanation on the page, and tests compare it."""

    code: str
    status: HTTPStatus = HTTPStatus.FORBIDDEN


Explain = Callable[["WSGIEnvironment", Refusal], str]
Start = Callable[[str, list[tuple[str, str]]], object]
HandOver = Callable[["WSGIEnvironment", str], str]


def plain_page(environ: "WSGIEnvironment", refusal: Refusal) -> str:
    """Return a page that only names the code of the refusal."""
    return f"<!doctype html><title>Fumehood</title><p>Refused: {html.escape(refusal.code)}"


class Guard:
    """Passes on requests that our own pages in the launched browser may have sent, and refuses the rest.

    `explain` renders the page of a refusal as HTML, `hand_over` the page that gives the browser the header
    token and leads it to a page of ours.
    """

    def __init__(
        self,
        wsgi: "WSGIApplication",
        keys: Keys,
        *,
        explain: Explain = plain_page,
        hand_over: HandOver | None = None,
    ) -> None:
        self._wsgi = wsgi
        self._keys = keys
        self._explain = explain
        self._hand_over = hand_over or self._plain_hand_over

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Handle one request: pass it on, redeem a launch token, or refuse it."""
        nonce = environ[NONCE] = secrets.token_urlsafe(16)

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], object]:
            return start_response(status, protect(headers, nonce=nonce), exc_info)  # type: ignore[arg-type]  # PEP 3333's exc_info passes through as it came

        refusal = self._refusal_of_sender(environ)
        if refusal is None:
            launch = _launch_token(environ)
            if launch is not None:
                return self._launch(launch, environ, start)
            if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == SESSION_PATH:
                return self._renew_session(environ, start)
            refusal = self._refusal_of_session(environ)
        if refusal is not None:
            return self._refuse(environ, start, refusal)
        return self._wsgi(environ, start)

    def _launch(self, launch: str, environ: "WSGIEnvironment", start: Start) -> Iterable[bytes]:
        """Redeem a launch token for the cookie and the page with the header token."""
        page = self._keys.redeem(launch)
        if page is not None:
            start("200 OK", [*_HTML, ("Set-Cookie", self._keys.set_cookie)])
            return [self._hand_over(environ, page).encode()]
        if not self._has_session(environ):
            return self._refuse(environ, start, Refusal("launch"))
        start("303 See Other", [("Location", "/")])
        return [b""]

    def _renew_session(self, environ: "WSGIEnvironment", start: Start) -> Iterable[bytes]:
        """Give the cookie again to a browser that has the header token.

        Another server of our host name may have replaced it, or pushed it out of the browser's jar.
        """
        if not self._has_token(environ):
            return self._refuse(environ, start, Refusal("token"))
        start("204 No Content", [("Set-Cookie", self._keys.set_cookie)])
        return [b""]

    def _refusal_of_sender(self, environ: "WSGIEnvironment") -> Refusal | None:
        """Return why no client may send this request, None if one may."""
        # Two Host headers arrive joined by a comma.
        if not self._keys.host_matches(environ.get("HTTP_HOST", "")):
            return Refusal("host")
        method = environ["REQUEST_METHOD"]
        if method not in _METHODS:
            return Refusal("method", HTTPStatus.METHOD_NOT_ALLOWED)
        sites = _READING_SITES if method in _READING else _CHANGING_SITES
        if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in sites:
            return Refusal("site")
        origin = environ.get("HTTP_ORIGIN", self._keys.origin if method in _READING else None)
        if origin != self._keys.origin:
            return Refusal("origin")
        if _too_long(environ):
            return Refusal("size", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    def _refusal_of_session(self, environ: "WSGIEnvironment") -> Refusal | None:
        """Return why this client may not send this request, None if it has the session and its token."""
        reading = environ["REQUEST_METHOD"] in _READING
        if reading and environ["PATH_INFO"].startswith("/static/"):
            return None  # public files, which the page of a refusal loads
        if not self._has_session(environ):
            return Refusal("session")
        if not reading and not self._has_token(environ):
            return Refusal("token")
        return None

    def _has_session(self, environ: "WSGIEnvironment") -> bool:
        return self._keys.session_matches(environ.get("HTTP_COOKIE", ""))

    def _has_token(self, environ: "WSGIEnvironment") -> bool:
        return self._keys.token_matches(environ.get(_TOKEN_KEY, ""))

    def _plain_hand_over(self, _environ: "WSGIEnvironment", page: str) -> str:
        return f'<!doctype html><a href="{html.escape(page)}">{html.escape(self._keys.token)}</a>'

    def _refuse(self, environ: "WSGIEnvironment", start: Start, refusal: Refusal) -> Iterable[bytes]:
        log.warning("refused (%s): %s %r", refusal.code, environ["REQUEST_METHOD"], environ["PATH_INFO"])
        page = self._explain(environ, refusal).encode()
        headers = [*_HTML, ("Content-Length", str(len(page))), (REFUSED_HEADER, refusal.code)]
        if refusal.status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", ", ".join(_METHODS)))
        start(f"{refusal.status.value} {refusal.status.phrase}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else page]


def _launch_token(environ: "WSGIEnvironment") -> str | None:
    if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"] != "/":
        return None
    query = parse_qs(str(environ.get("QUERY_STRING", "")), keep_blank_values=True)
    return query["launch"][0] if "launch" in query else None


def _too_long(environ: "WSGIEnvironment") -> bool:
    """Return whether the body is larger than 32 MiB; Waitress measures a chunked one before it calls us."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        return True
    digits = length.lstrip("0")
    # int() refuses thousands of digits.
    return len(digits) > len(str(MAX_BODY_BYTES)) or int(digits or "0") > MAX_BODY_BYTES
