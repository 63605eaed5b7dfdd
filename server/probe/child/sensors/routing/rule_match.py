"""Why each URL rule of a map did or did not match a path, worked out without running the guest's code.

A rule is compared part by part, a part being the text between two slashes, with the regular expressions of
its converters. Werkzeug's own converters are also asked for their values (a maximum, a UUID); a converter of
the guest is never called: its refusal is known from the request itself (`ConverterRefusal`).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

ARGUMENT = re.compile(
    r"<(?:(?P<converter>[a-zA-Z_][a-zA-Z0-9_]*)(?:\((?P<settings>.*?)\))?:)?(?P<name>[a-zA-Z_]\w*)>"
)
SLASHES = re.compile("/{2,}")


class MatchRequest(NamedTuple):
    """What is compared with each rule; `domain` is the subdomain, or the host if the map matches hosts."""

    domain: str
    path: str
    method: str
    websocket: bool


class ConverterRefusal(NamedTuple):
    """The refusal of a value by a converter while Flask routed the request."""

    rule: Any
    argument: str
    value: str


class RulePart(NamedTuple):
    """The part of a rule between two slashes: as written, and as a pattern with its arguments in order."""

    written: str
    pattern: re.Pattern[str]
    arguments: tuple[str, ...]
    rest: bool


def parts_of(text: str, converters: dict[str, Any]) -> list[RulePart]:
    """Return a rule's text split at its slashes; a converter that accepts slashes makes the rest one part."""
    parts: list[RulePart] = []
    written, pattern, rest, position = "", "", False, 0
    arguments: list[str] = []
    argument_matches = list(ARGUMENT.finditer(text))
    for argument_match in [*argument_matches, None]:
        static = text[position : argument_match.start() if argument_match else len(text)]
        if rest:
            written, pattern = written + static, pattern + re.escape(static)
        else:
            first_static, *next_statics = static.split("/")
            written, pattern = written + first_static, pattern + re.escape(first_static)
            for next_static in next_statics:
                parts.append(RulePart(written, re.compile(pattern), tuple(arguments), rest=False))
                written, pattern, arguments = next_static, re.escape(next_static), []
        if argument_match is not None:
            converter = converters[argument_match["name"]]
            rest = rest or not getattr(converter, "part_isolating", True)
            written += argument_match[0]
            pattern += f"({without_groups(converter.regex)})"
            arguments.append(argument_match["name"])
            position = argument_match.end()
    if rest and pattern.endswith("/"):
        pattern = pattern[:-1] + "(?<!/)/"  # a rule that ends with a slash matches exactly one there
    parts.append(RulePart(written, re.compile(pattern), tuple(arguments), rest))
    return parts


def without_groups(regex: str) -> str:
    """Return a converter's expression with its groups made non-capturing."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", regex)


class RuleMatcher:
    """One rule, split into parts once."""

    def __init__(self, rule: Any, host_matching: bool) -> None:
        self.rule = rule
        converters = rule._converters
        text = SLASHES.sub("/", rule.rule) if rule.merge_slashes else rule.rule
        self._parts = parts_of(text, converters)
        self._leaf = text.endswith("/")
        self.domain = (rule.host if host_matching else rule.subdomain) or ""
        self._domain = parts_of(self.domain, converters)
        self._builtin = {
            name: converter
            for name, converter in converters.items()
            if type(converter).__module__.startswith("werkzeug.")
        }

    def match(  # noqa: PLR0911 - one return an outcome
        self, request: MatchRequest, refusal: ConverterRefusal | None
    ) -> dict[str, Any]:
        """Return the outcome of this rule and its facts, as docs/events.md lists them."""
        rule = self.rule
        if rule.build_only:
            return {"outcome": "build-only"}
        if not self._domain_fits(request.domain):
            return {"outcome": "host", "expected": self.domain, "got": request.domain}
        merged = self._merged(request.path)
        facts = self._path(request.path)
        if facts is not None and merged != request.path:
            facts = self._path(merged)
        else:
            merged = request.path
        if facts is not None:
            return facts
        if rule.methods is not None and request.method not in rule.methods:
            return {"outcome": "method", "allowed": sorted(rule.methods)}
        if bool(rule.websocket) != request.websocket:
            return {"outcome": "websocket"}
        if merged != request.path or self._slash_missing(merged):
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
        """Return the path's segments, one for each part: the last part may be the rest, or an empty end."""
        segments = path.split("/")[1:]
        if self._leaf and segments[-1] != "":
            segments.append("")
        last = len(self._parts) - 1
        if self._parts[-1].rest and len(segments) >= last:
            segments[last - 1 :] = ["/".join(segments[last - 1 :])]
        return segments

    def _path(self, path: str) -> dict[str, Any] | None:
        """Return how the path differs from this rule, or None."""
        segments = self._segments(path)
        parts = self._parts[1:]
        for number, (part, got) in enumerate(zip(parts, segments), start=1):
            if part.pattern.fullmatch(got) is None:
                if len(part.arguments) == 1 and ARGUMENT.fullmatch(part.written) and got:
                    return self._refused(part.arguments[0], got)
                is_leaf_end = self._leaf and number == len(parts)
                expected = None if is_leaf_end else part.written
                return {"outcome": "text", "segment": number, "expected": expected, "got": got}
        if len(segments) < len(parts):
            number = len(segments) + 1
            return {"outcome": "text", "segment": number, "expected": parts[number - 1].written, "got": None}
        surplus = segments[len(parts) :]
        if surplus == [""]:
            return {"outcome": "slash", "redirect": None} if self.rule.strict_slashes else None
        if surplus:
            return {"outcome": "text", "segment": len(parts) + 1, "expected": None, "got": surplus[0]}
        return None

    def _values(self, path: str) -> dict[str, Any] | None:
        """Return which of Werkzeug's own converters refuses its value, or None."""
        for part, got in zip(self._parts[1:], self._segments(path)):
            value_match = part.pattern.fullmatch(got)
            for name, value in zip(part.arguments, value_match.groups() if value_match else ()):
                try:
                    if name in self._builtin:
                        self._builtin[name].to_python(value)
                except ValueError:
                    return self._refused(name, value)
        return None

    def _refused(self, argument: str, value: str) -> dict[str, Any]:
        matches = ARGUMENT.finditer(self.rule.rule)
        argument_match = next((match for match in matches if match["name"] == argument), None)
        written = (argument_match["converter"] if argument_match else None) or "string"
        if argument_match is not None and argument_match["settings"]:
            written += f"({argument_match['settings']})"
        return {"outcome": "converter", "argument": argument, "converter": written, "value": value}


def sort_key(rule: Any) -> Any:
    """Return a key that sorts rules as Werkzeug tries them: static text before arguments, part by part."""
    return [(0, part.content) if part.static else (1, *part.weight) for part in rule._parts]
