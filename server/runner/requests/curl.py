"""Reads a curl command into the parts of a request; nothing of it is run, and no file is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

LONGEST: Final = 200_000
MOST_WORDS: Final = 2_000

_WORD: Final = re.compile(
    r"\\(?P<escaped>\r?\n|.)"
    r"|\$'(?P<ansi>(?:[^'\\]|\\.)*)'"
    r"|'(?P<single>[^']*)'"
    r'|"(?P<double>(?:[^"\\]|\\.)*)"'
    r"|(?P<space>\s+)|(?P<plain>[^\s\\'\"$]+|.)",
    re.DOTALL,
)
_ANSI_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{1,4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_ANSI: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}

_SHORT: Final = {
    "X": "request",
    "H": "header",
    "d": "data",
    "F": "form",
    "G": "get",
    "b": "cookie",
    "u": "user",
    "I": "head",
    "A": "user-agent",
    "e": "referer",
    "o": "output",
    "m": "max-time",
    "w": "write-out",
}
_WITH_VALUE: Final = frozenset(
    {
        *("request", "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "form"),
        *("form-string", "cookie", "user", "json", "user-agent", "referer", "url"),
        *("output", "max-time", "write-out", "connect-timeout", "retry"),
    }
)
_FLAGS: Final = frozenset(
    {
        *("get", "head", "location", "silent", "show-error", "include", "insecure", "verbose", "compressed"),
        *("path-as-is", "globoff", "fail", "http1.1", "http2", "no-progress-meter"),
    }
)
_IGNORED_LETTERS: Final = frozenset("LsSikvgf#01")


@dataclass(frozen=True, kw_only=True, slots=True)
class NotCurl:
    """Why a command cannot be read: `word` is the part that it is about."""

    word: str


@dataclass(kw_only=True, slots=True)
class CurlRequest:
    """The parts of the request; `files` are the fields whose files must be chosen, `path` has no host."""

    method: str = ""
    path: str = "/"
    headers: list[tuple[str, str]] = field(default_factory=list)
    cookies: list[tuple[str, str]] = field(default_factory=list)
    form: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    json: str = ""
    raw: str = ""
    user: str = ""
    password: str = ""


def read(text: str) -> CurlRequest | NotCurl:  # noqa: PLR0911, PLR0912 - a branch for each option
    """Return the request of a curl command, or what of it is not understood."""
    words = _words(text) if len(text) <= LONGEST else None
    if words is None or not words or words[0] not in ("curl", "curl.exe") or len(words) > MOST_WORDS:
        return NotCurl(word=text[:40])
    found, data = CurlRequest(), []
    address, as_query, is_head = "", False, False
    for name, value in _options(words[1:]):
        match name:
            case "url":
                address = value
            case "request":
                found.method = value
            case "header":
                key, _, text_of = value.partition(":")
                found.headers.append((key.strip().removesuffix(";"), text_of.strip()))
            case "user-agent" | "referer":
                found.headers.append(("User-Agent" if name == "user-agent" else "Referer", value))
            case "data" | "data-binary" | "data-ascii" | "json" if value.startswith("@"):
                return NotCurl(word=value)
            case "data" | "data-raw" | "data-binary" | "data-ascii":
                data.append(value)
            case "data-urlencode":
                encoded = _urlencoded(value)
                if encoded is None:
                    return NotCurl(word=value)
                data.append(encoded)
            case "json":
                found.json += value
            case "form" | "form-string":
                _add_field(found, value, literally=name == "form-string")
            case "cookie":
                if "=" not in value:
                    return NotCurl(word=value)
                parts = (part.partition("=") for part in value.split(";"))
                found.cookies += [(key.strip(), text_of.strip()) for key, _, text_of in parts]
            case "user":
                found.user, _, found.password = value.partition(":")
            case "get":
                as_query = True
            case "head":
                is_head = True
            case "unknown":
                return NotCurl(word=value)
    if not address:
        return NotCurl(word=words[-1])
    return _finished(found, address, "&".join(data), as_query=as_query, is_head=is_head)


def _finished(
    found: CurlRequest, address: str, data: str, *, as_query: bool, is_head: bool
) -> CurlRequest | NotCurl:
    try:
        parts = urlsplit(address if "//" in address else f"http://{address}")
    except ValueError:
        return NotCurl(word=address)
    query = "&".join(filter(None, (parts.query, data if as_query else "")))
    found.path = (parts.path or "/") + (f"?{query}" if query else "")
    kind = next((value.lower() for name, value in found.headers if name.lower() == "content-type"), "")
    if data and not as_query:
        if "json" in kind:
            found.json = data
        elif kind.startswith("application/x-www-form-urlencoded") or (not kind and _is_form(data)):
            found.form = [*parse_qsl(data, keep_blank_values=True), *found.form]
            found.headers = [pair for pair in found.headers if pair[0].lower() != "content-type"]
        else:
            found.raw = data
            if not kind:
                found.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    has_body = bool(found.json or found.form or found.raw or found.files)
    found.method = found.method or ("HEAD" if is_head else "POST" if has_body else "GET")
    return found


def _is_form(data: str) -> bool:
    """Return whether a body is the same after it was read as a form and written again."""
    pairs = parse_qsl(data, keep_blank_values=True)
    return bool(pairs) and len(pairs) == data.count("&") + 1 and urlencode(pairs) == data


def _add_field(found: CurlRequest, value: str, *, literally: bool) -> None:
    name, _, text = value.partition("=")
    if not literally and text[:1] in ("@", "<"):
        found.files.append(name)
    else:
        found.form.append((name, text))


def _urlencoded(value: str) -> str | None:
    """Return what --data-urlencode makes of its value; None if it would read a file."""
    name, equals, text = value.partition("=")
    if not equals:
        return None if "@" in value else quote(value, safe="")
    if "@" in name:
        return None
    return f"{name}={quote(text, safe='')}" if name else quote(text, safe="")


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each option by its long name with its value; arguments are `url`, others are `unknown`."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if name in _WITH_VALUE:
                yield name, value if equals else next(rest, "")
            else:
                yield (name, "") if name in _FLAGS else ("unknown", word)
        elif word.startswith("-") and word != "-":
            yield from _short_options(word, rest)
        else:
            yield "url", word


def _short_options(word: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    letters = word[1:]
    for at, letter in enumerate(letters):
        if letter in _IGNORED_LETTERS:
            continue
        name = _SHORT.get(letter)
        if name is None:
            yield "unknown", word
            return
        if name in _WITH_VALUE:
            yield name, letters[at + 1 :] or next(rest, "")
            return
        yield name, ""


def _words(text: str) -> list[str] | None:
    """Return the words of a command as bash splits it, without any expansion; None for an open quote."""
    words: list[str] = []
    word: list[str] | None = None
    for part in _WORD.finditer(text.strip()):
        kind, content = part.lastgroup, part[part.lastgroup or 0]
        if kind == "space" or (kind == "escaped" and content.endswith("\n")):
            if word is not None:
                words.append("".join(word))
            word = None
            continue
        if kind == "plain" and content in "'\"":
            return None
        if kind == "ansi":
            content = _ANSI_ESCAPE.sub(_unescaped, content)
        elif kind == "double":
            content = re.sub(r'\\([$`"\\\n])', lambda match: match[1].replace("\n", ""), content)
        if word is None:
            word = []
        word.append(content)
    if word is not None:
        words.append("".join(word))
    return words


def _unescaped(match: re.Match[str]) -> str:
    code, byte, octal, letter = match.groups()
    if letter is not None:
        return _ANSI.get(letter, letter)
    return chr(int(code or byte, 16) if code or byte else int(octal, 8) & 0xFF)
