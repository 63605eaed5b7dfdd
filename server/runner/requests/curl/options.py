"""The options of curl: which make a request, which change nothing of it, and which are left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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
    "L": "location",
    "T": "upload-file",
    "o": "output",
    "O": "remote-name",
    "c": "cookie-jar",
    "D": "dump-header",
    "m": "max-time",
    "w": "write-out",
    "x": "proxy",
    "r": "range",
}
_OF_THE_REQUEST: Final = frozenset(
    {
        *("request", "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "form"),
        *("form-string", "cookie", "user", "json", "user-agent", "referer", "url", "url-query"),
        *("oauth2-bearer", "range", "upload-file"),
    }
)
_LEFT_OUT: Final = frozenset(
    {
        *(
            "output",
            "cookie-jar",
            "dump-header",
            "max-time",
            "write-out",
            "connect-timeout",
            "retry",
            "proxy",
        ),
        *(
            "retry-delay",
            "retry-max-time",
            "max-redirs",
            "resolve",
            "connect-to",
            "output-dir",
            "trace-ascii",
        ),
    }
)
_FLAGS: Final = frozenset({"get", "head", "location", "location-trusted"})
_LEFT_OUT_FLAGS: Final = frozenset({"remote-name"})
# These say how curl shows the answer or connects, not what it sends.
_SILENT: Final = frozenset(
    {
        *("silent", "show-error", "include", "insecure", "verbose", "compressed", "path-as-is", "globoff"),
        *("fail", "fail-with-body", "http1.0", "http1.1", "http2", "http2-prior-knowledge", "http3", "basic"),
        *("no-progress-meter", "progress-bar", "no-buffer", "ipv4", "ipv6", "no-keepalive", "tcp-nodelay"),
    }
)
_SILENT_LETTERS: Final = frozenset("sSikvgfN#0146")


@dataclass(frozen=True, kw_only=True, slots=True)
class CurlOption:
    """An option by its long name with its value, as it was `written`.

    An argument without an option is `url`; what only curl itself needs is `left-out`, what is not known
    `unknown`.
    """

    name: str
    value: str = ""
    written: str = ""


def options_of(words: list[str]) -> Iterator[CurlOption]:
    """Yield the options of a command in their order; `words` are those after its name."""
    rest = iter(words)
    only_addresses = False
    for word in rest:
        if only_addresses or word == "-" or not word.startswith("-"):
            yield CurlOption(name="url", value=word, written=word)
        elif word == "--":
            only_addresses = True
        elif word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            found = _option(name, word, value if equals else None, rest)
            if found is not None:
                yield found
        else:
            yield from _short_options(word, rest)


def _option(name: str, written: str, value: str | None, rest: Iterator[str]) -> CurlOption | None:
    if name in _OF_THE_REQUEST:
        given = next(rest, "") if value is None else value
        return CurlOption(name=name, value=given, written=written)
    if name in _LEFT_OUT:
        given = next(rest, "") if value is None else value
        return CurlOption(
            name="left-out", value=given, written=f"{written.partition('=')[0]} {given}".strip()
        )
    if name in _FLAGS:
        return CurlOption(name=name, written=written)
    if name in _LEFT_OUT_FLAGS:
        return CurlOption(name="left-out", written=written)
    return None if name in _SILENT else CurlOption(name="unknown", written=written)


def _short_options(word: str, rest: Iterator[str]) -> Iterator[CurlOption]:
    letters = word[1:]
    for at, letter in enumerate(letters):
        if letter in _SILENT_LETTERS:
            continue
        name = _SHORT.get(letter, "")
        value = letters[at + 1 :] or None
        takes_value = name in _OF_THE_REQUEST or name in _LEFT_OUT
        found = _option(name, f"-{letter}" if name else word, value if takes_value else None, rest)
        if found is not None:
            yield found
        if takes_value or not name:
            return
