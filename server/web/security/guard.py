"""WSGI middleware in front of Flask: who may ask, from where, and what every answer carries.

Each layer stands alone, because each is known to fail somewhere: a browser that attached a SameSite=Strict
cookie across sites, a name that was made to resolve to this machine, a client that sends no Origin.
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
MAX_BODY_BYTES: Final = 32 * 1024 * 1024
_READING: Final = ("GET", "HEAD")
_METHODS: Final = (*_READING, "POST")
_CHANGING_SITES: Final = ("same-origin",)
_READING_SITES: Final = ("same-origin", "none")  # none: typed, or opened by another program
_TOKEN_KEY: Final = "HTTP_" + TOKEN_HEADER.upper().replace("-", "_")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was not let in; `code` is for the page that explains it and for tests."""

    code: str
    status: HTTPStatus = HTTPStatus.FORBIDDEN


Explain = Callable[["WSGIEnvironment", Refusal], str]


def plainly(environ: "WSGIEnvironment", refusal: Refusal) -> str:
    """A page that only names the refusal."""
    return f"<!doctype html><title>Fumehood</title><p>Refused: {html.escape(refusal.code)}"


class Guard:
    """Lets in what one of our own pages in the launched browser may have sent, and answers the rest itself.

    `explain` writes the page of a refusal as HTML.
    """

    def __init__(self, wsgi: "WSGIApplication", keys: Keys, *, explain: Explain = plainly) -> None:
        self._wsgi = wsgi
        self._keys = keys
        self._explain = explain

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """One request."""
        nonce = environ[NONCE] = secrets.token_urlsafe(16)

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], object]:
            return start_response(status, protect(headers, nonce=nonce), exc_info)  # type: ignore[arg-type]  # PEP 3333's exc_info passes through as it came

        refusal = self._refusal_of_sender(environ)
        if refusal is not None:
            return self._refuse(environ, start, refusal)
        launch = _launch_token(environ)
        if launch is not None:
            page = self._keys.redeem(launch)
            if page is not None:
                start("303 See Other", [("Location", page), ("Set-Cookie", self._keys.set_cookie)])
                return [b""]
            if not self._has_session(environ):
                return self._refuse(environ, start, Refusal("launch"))
            start("303 See Other", [("Location", "/")])
            return [b""]
        refusal = self._refusal_of_session(environ)
        if refusal is not None:
            return self._refuse(environ, start, refusal)
        return self._wsgi(environ, start)

    def _refusal_of_sender(self, environ: "WSGIEnvironment") -> Refusal | None:
        """What is wrong with the request whoever sent it."""
        if environ.get("HTTP_HOST") != self._keys.host:  # a doubled one arrives joined by a comma
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
        """What the request lacks to act as the launched browser."""
        reading = environ["REQUEST_METHOD"] in _READING
        if reading and environ["PATH_INFO"].startswith("/static/"):
            return None  # public files, which the page of a refusal needs too
        if not self._has_session(environ):
            return Refusal("session")
        if not reading and not self._keys.token_matches(environ.get(_TOKEN_KEY, "")):
            return Refusal("token")
        return None

    def _has_session(self, environ: "WSGIEnvironment") -> bool:
        return self._keys.session_matches(environ.get("HTTP_COOKIE", ""))

    def _refuse(
        self, environ: "WSGIEnvironment", start: Callable[..., object], refusal: Refusal
    ) -> Iterable[bytes]:
        log.warning("refused (%s): %s %r", refusal.code, environ["REQUEST_METHOD"], environ["PATH_INFO"])
        page = self._explain(environ, refusal).encode()
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]
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
    """Whether the body is larger than 32 MiB; Waitress counts a chunked one before it calls us."""
    length = environ.get("CONTENT_LENGTH") or "0"
    return not length.isascii() or not length.isdigit() or int(length) > MAX_BODY_BYTES
