"""Reads a curl command into the parts of a request; nothing of it is run, and no file is read."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from server.runner.requests.builder import FORM, JSON, is_method
from server.runner.requests.curl.options import CurlOption, options_of
from server.runner.requests.curl.words import words_of

LONGEST: Final = 200_000
MOST_WORDS: Final = 2_000

_WITH_HOST: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")


class CurlFault(StrEnum):
    """Why a command is not a request that can be sent from here."""

    NOT_CURL = "not-curl"
    TOO_LONG = "too-long"
    OPEN_QUOTE = "open-quote"
    OPTION = "option"
    FILE = "file"
    NO_ADDRESS = "no-address"
    ADDRESS = "address"
    SCHEME = "scheme"
    METHOD = "method"


@dataclass(frozen=True, kw_only=True, slots=True)
class NotCurl:
    """Why a command cannot be read; `word` is the part that it is about."""

    fault: CurlFault
    word: str = ""


@dataclass(kw_only=True, slots=True)
class CurlRequest:
    """The parts of the request; `files` are the fields whose files must be chosen, `path` has no host.

    `host` is the one of the command, `left_out` what of it has no meaning here.
    """

    method: str = ""
    host: str = ""
    path: str = "/"
    headers: list[tuple[str, str]] = field(default_factory=list)
    cookies: list[tuple[str, str]] = field(default_factory=list)
    form: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    json: str = ""
    raw: str = ""
    bearer: str = ""
    user: str = ""
    password: str = ""
    left_out: list[str] = field(default_factory=list)


def read(text: str) -> CurlRequest | NotCurl:
    """Return the request of a curl command, or why there is none."""
    if len(text) > LONGEST:
        return NotCurl(fault=CurlFault.TOO_LONG)
    words = words_of(text)
    if words is None:
        return NotCurl(fault=CurlFault.OPEN_QUOTE)
    if not words or words[0] not in ("curl", "curl.exe"):
        return NotCurl(fault=CurlFault.NOT_CURL, word=text[:40])
    if len(words) > MOST_WORDS:
        return NotCurl(fault=CurlFault.TOO_LONG)
    command = _Command()
    for option in options_of(words[1:]):
        fault = command.take(option)
        if fault is not None:
            return fault
    return command.finished()


class _Command:
    """A command whose options are taken one after the other."""

    def __init__(self) -> None:
        self.found = CurlRequest()
        self._addresses: list[str] = []
        self._data: list[str] = []
        self._query: list[str] = []
        self._without: set[str] = set()
        self._as_query = self._is_head = self._has_data = self._is_json = False

    def take(self, option: CurlOption) -> NotCurl | None:  # noqa: PLR0911, PLR0912 - a branch for each option
        """Add what one option says; return why it cannot be part of a request here."""
        found, value = self.found, option.value
        match option.name:
            case "url":
                self._addresses.append(value)
            case "request":
                found.method = value.upper()
            case "header":
                return self._header(value)
            case "user-agent" | "referer" | "range":
                name = {"user-agent": "User-Agent", "referer": "Referer"}.get(option.name, "Range")
                found.headers.append((name, f"bytes={value}" if name == "Range" else value))
            case "data" | "data-binary" | "data-ascii" | "json" if value.startswith("@"):
                return NotCurl(fault=CurlFault.FILE, word=f"{option.written} {value}")
            case "data" | "data-raw" | "data-binary" | "data-ascii":
                self._add_data(value)
            case "json":
                # Curl joins the texts of several --json without an ampersand.
                self._add_data((self._data.pop() if self._is_json else "") + value)
                self._is_json = True
            case "data-urlencode" | "url-query":
                encoded = _urlencoded(value)
                if encoded is None:
                    return NotCurl(fault=CurlFault.FILE, word=f"{option.written} {value}")
                if option.name == "url-query":
                    self._query.append(encoded)
                else:
                    self._add_data(encoded)
            case "form" | "form-string":
                self._add_field(value, literally=option.name == "form-string")
            case "cookie":
                if value and "=" not in value:
                    return NotCurl(fault=CurlFault.FILE, word=f"{option.written} {value}")
                found.cookies += _cookies(value)
            case "user":
                found.user, _, found.password = value.partition(":")
            case "oauth2-bearer":
                found.bearer = value
            case "get":
                self._as_query = True
            case "head":
                self._is_head = True
            case "location" | "location-trusted" | "left-out":
                found.left_out.append(option.written)
            case "upload-file":
                return NotCurl(fault=CurlFault.FILE, word=f"{option.written} {value}")
            case _:
                return NotCurl(fault=CurlFault.OPTION, word=option.written)
        return None

    def finished(self) -> CurlRequest | NotCurl:
        """Return the request that the options describe together."""
        found = self.found
        if not self._addresses:
            return NotCurl(fault=CurlFault.NO_ADDRESS)
        parts = _address(self._addresses[0])
        if isinstance(parts, NotCurl):
            return parts
        found.left_out += self._addresses[1:]
        found.host = parts.netloc.rpartition("@")[2]
        if parts.username is not None and not found.user:
            found.user, found.password = unquote(parts.username), unquote(parts.password or "")
        data = "&".join(self._data)
        query = "&".join(filter(None, (parts.query, *self._query, data if self._as_query else "")))
        found.path = (parts.path or "/") + (f"?{query}" if query else "")
        if self._is_json:
            self._add_json_headers()
        if not self._as_query:
            self._add_body(data)
        found.headers = [pair for pair in found.headers if pair[0].lower() not in self._without]
        sends_body = (self._has_data and not self._as_query) or found.form or found.files
        found.method = found.method or ("HEAD" if self._is_head else "POST" if sends_body else "GET")
        return found if is_method(found.method) else NotCurl(fault=CurlFault.METHOD, word=found.method)

    def _header(self, value: str) -> NotCurl | None:
        if value.startswith("@"):
            return NotCurl(fault=CurlFault.FILE, word=f"-H {value}")
        name, colon, text = value.partition(":")
        if name.strip().lower() == "cookie":
            self.found.cookies += _cookies(text)
        elif colon and not text.strip():
            self._without.add(name.strip().lower())
        else:
            self.found.headers.append((name.strip().removesuffix(";"), text.strip()))
        return None

    def _add_data(self, text: str) -> None:
        self._data.append(text)
        self._has_data = True

    def _add_field(self, value: str, *, literally: bool) -> None:
        name, _, text = value.partition("=")
        if not literally and text[:1] in ("@", "<"):
            self.found.files.append(name)
        else:
            self.found.form.append((name, text))

    def _add_json_headers(self) -> None:
        given = {name.lower() for name, _ in self.found.headers}
        for name in ("Content-Type", "Accept"):
            if name.lower() not in given:
                self.found.headers.append((name, JSON))

    def _add_body(self, data: str) -> None:
        """Put the data where the composer has a field for it."""
        found = self.found
        kind = next((value.lower() for name, value in found.headers if name.lower() == "content-type"), "")
        if not data:
            return
        if "json" in kind:
            found.json = data
        elif kind.startswith(FORM) or (not kind and "content-type" not in self._without and _is_form(data)):
            found.form = [*parse_qsl(data, keep_blank_values=True), *found.form]
            self._without.add("content-type")
        else:
            found.raw = data
            if not kind and "content-type" not in self._without:
                found.headers.append(("Content-Type", FORM))


def _address(text: str) -> SplitResult | NotCurl:
    """Return the parts of an address; one without a scheme is for HTTP, as curl takes it."""
    if text.startswith("//"):
        text = f"http:{text}"
    has_scheme = _WITH_HOST.match(text) or (_SCHEME.match(text) and "@" not in text)
    try:
        parts = urlsplit(text if has_scheme else f"http://{text}")
    except ValueError:
        return NotCurl(fault=CurlFault.ADDRESS, word=text)
    if parts.scheme not in ("http", "https"):
        return NotCurl(fault=CurlFault.SCHEME, word=f"{parts.scheme}:")
    return parts if parts.netloc else NotCurl(fault=CurlFault.ADDRESS, word=text)


def _cookies(value: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in value.split(";") if part.strip())
    return [(name.strip(), text.strip()) for name, _, text in parts]


def _is_form(data: str) -> bool:
    """Return whether a body is the same after it was read as a form and written again."""
    pairs = parse_qsl(data, keep_blank_values=True)
    return bool(pairs) and len(pairs) == data.count("&") + 1 and urlencode(pairs) == data


def _urlencoded(value: str) -> str | None:
    """Return what --data-urlencode makes of its value; None if it would read a file."""
    name, equals, text = value.partition("=")
    if not equals:
        return None if "@" in value else quote(value, safe="")
    return f"{name}={quote(text, safe='')}" if name else quote(text, safe="")
