"""Why each URL rule of a map did or did not match a path; pure, and no code of the guest is run.

A rule is compared part by part, the parts being what lies between slashes, with the regular expressions of
its converters. Werkzeug's own converters are also asked for their values (a maximum, a UUID); a converter of
the guest is never called, its refusal is known from the request itself (`Refusal`).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

ARGUMENT = re.compile(
    r"<(?:(?P<converter>[a-zA-Z_][a-zA-Z0-9_]*)(?:\((?P<settings>.*?)\))?:)?(?P<name>[a-zA-Z_]\w*)>"
)
SLASHES = re.compile("/{2,}")


class Question(NamedTuple):
    """What is asked of each rule; `domain` is the subdomain, or the host where the map matches hosts."""

    domain: str
    path: str
    method: str
    websocket: bool


class Refusal(NamedTuple):
    """A converter that refused a value in reality."""

    rule: Any
    argument: str
    value: str


class Piece(NamedTuple):
    """What a rule has between two slashes: its text as written, and a pattern with its arguments in order."""

    written: str
    pattern: re.Pattern[str]
    arguments: tuple[str, ...]
    rest: bool


def pieces_of(text: str, converters: dict[str, Any]) -> list[Piece]:
    """A rule's text cut at its slashes; from a converter that takes slashes on, all is one piece."""
    pieces: list[Piece] = []
    written, pattern, rest, position = "", "", False, 0
    arguments: list[str] = []
    marks = list(ARGUMENT.finditer(text))
    for mark in [*marks, None]:
        static = text[position : mark.start() if mark else len(text)]
        if rest:
            written, pattern = written + static, pattern + re.escape(static)
        else:
            first, *others = static.split("/")
            written, pattern = written + first, pattern + re.escape(first)
            for other in others:
                pieces.append(Piece(written, re.compile(pattern), tuple(arguments), rest=False))
                written, pattern, arguments = other, re.escape(other), []
        if mark is not None:
            converter = converters[mark["name"]]
            rest = rest or not getattr(converter, "part_isolating", True)
            written += mark[0]
            pattern += f"({uncaptured(converter.regex)})"
            arguments.append(mark["name"])
            position = mark.end()
    if rest and pattern.endswith("/"):
        pattern = pattern[:-1] + "(?<!/)/"  # a rule that ends with a slash ends with one
    pieces.append(Piece(written, re.compile(pattern), tuple(arguments), rest))
    return pieces


def uncaptured(regex: str) -> str:
    """A converter's expression whose own groups do not count."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", regex)


class Judge:
    """One rule, taken apart once."""

    def __init__(self, rule: Any, host_matching: bool) -> None:
        self.rule = rule
        converters = rule._converters
        text = SLASHES.sub("/", rule.rule) if rule.merge_slashes else rule.rule
        self._pieces = pieces_of(text, converters)
        self._leaf = text.endswith("/")
        self.domain = (rule.host if host_matching else rule.subdomain) or ""
        self._domain = pieces_of(self.domain, converters)
        self._builtin = {
            name: converter
            for name, converter in converters.items()
            if type(converter).__module__.startswith("werkzeug.")
        }

    def ask(  # noqa: PLR0911 - one return an outcome
        self, question: Question, refusal: Refusal | None
    ) -> dict[str, Any]:
        """The outcome of this rule and its facts, by docs/events.md; `matched` if nothing speaks against."""
        rule = self.rule
        if rule.build_only:
            return {"outcome": "build-only"}
        if not self._domain_fits(question.domain):
            return {"outcome": "host", "expected": self.domain, "got": question.domain}
        merged = self._merged(question.path)
        facts = self._path(question.path)
        if facts is not None and merged != question.path:
            facts = self._path(merged)
        else:
            merged = question.path
        if facts is not None:
            return facts
        if rule.methods is not None and question.method not in rule.methods:
            return {"outcome": "method", "allowed": sorted(rule.methods)}
        if bool(rule.websocket) != question.websocket:
            return {"outcome": "websocket"}
        if merged != question.path or self._slash_missing(merged):
            return {"outcome": "slash", "redirect": None}
        if refusal is not None and refusal.rule is rule:
            return self._refused(refusal.argument, refusal.value)
        return self._values(merged) or {"outcome": "matched"}

    def _domain_fits(self, domain: str) -> bool:
        return len(self._domain) == 1 and self._domain[0].pattern.fullmatch(domain) is not None

    def _merged(self, path: str) -> str:
        return SLASHES.sub("/", path) if self.rule.merge_slashes else path

    def _slash_missing(self, path: str) -> bool:
        return self._leaf and not path.endswith("/") and self.rule.strict_slashes

    def _segments(self, path: str) -> list[str]:
        """The path's parts, one for each piece: the last piece may be the rest, or the end after a slash."""
        segments = path.split("/")[1:]
        if self._leaf and segments[-1] != "":
            segments.append("")
        last = len(self._pieces) - 1
        if self._pieces[-1].rest and len(segments) >= last:
            segments[last - 1 :] = ["/".join(segments[last - 1 :])]
        return segments

    def _path(self, path: str) -> dict[str, Any] | None:
        """What in the text of the path speaks against this rule, or None."""
        segments = self._segments(path)
        pieces = self._pieces[1:]
        for number, (piece, got) in enumerate(zip(pieces, segments), start=1):
            if piece.pattern.fullmatch(got) is None:
                if len(piece.arguments) == 1 and ARGUMENT.fullmatch(piece.written) and got:
                    return self._refused(piece.arguments[0], got)
                ended = self._leaf and number == len(pieces)
                expected = None if ended else piece.written
                return {"outcome": "text", "segment": number, "expected": expected, "got": got}
        if len(segments) < len(pieces):
            number = len(segments) + 1
            return {"outcome": "text", "segment": number, "expected": pieces[number - 1].written, "got": None}
        surplus = segments[len(pieces) :]
        if surplus == [""]:
            return {"outcome": "slash", "redirect": None} if self.rule.strict_slashes else None
        if surplus:
            return {"outcome": "text", "segment": len(pieces) + 1, "expected": None, "got": surplus[0]}
        return None

    def _values(self, path: str) -> dict[str, Any] | None:
        """The converter of Werkzeug's own that refuses its value, or None."""
        for piece, got in zip(self._pieces[1:], self._segments(path)):
            found = piece.pattern.fullmatch(got)
            for name, value in zip(piece.arguments, found.groups() if found else ()):
                try:
                    if name in self._builtin:
                        self._builtin[name].to_python(value)
                except ValueError:
                    return self._refused(name, value)
        return None

    def _refused(self, argument: str, value: str) -> dict[str, Any]:
        mark = next((mark for mark in ARGUMENT.finditer(self.rule.rule) if mark["name"] == argument), None)
        written = (mark["converter"] if mark else None) or "string"
        if mark is not None and mark["settings"]:
            written += f"({mark['settings']})"
        return {"outcome": "converter", "argument": argument, "converter": written, "value": value}


def weight(rule: Any) -> Any:
    """Sorts rules as Werkzeug tries them: text before arguments, part by part."""
    return [(0, part.content) if part.static else (1, *part.weight) for part in rule._parts]
