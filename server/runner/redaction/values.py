"""Recognises secret values wherever they appear in an exchange, as whole tokens."""

import html
import json
import re
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import quote_plus, unquote_plus

from server.model.event import REDACTED
from server.runner.redaction.sql.parser_budget import ParserBudget

MIN_VALUE_LENGTH: Final = 6
MAX_VALUE_LENGTH: Final = 4096
# In a URL each byte may take three characters.
MAX_WRITTEN_LENGTH: Final = 3 * MAX_VALUE_LENGTH
UNMISTAKABLE_LENGTH: Final = 20
VALUE_LIMIT: Final = 256
VALUES_LENGTH: Final = 1 << 17
"""How many characters the remembered values of an exchange may have together."""
SHAPE_LIMIT: Final = 16
"""How many positions and lengths of secrets that share a word are looked for where that word is met."""
COMPARED_PER_CHARACTER: Final = 32
COMPARED_AT_LEAST: Final = 1 << 16
"""How many characters of a text are compared with secrets, for each of its characters, and in any case."""

# Nothing in these is read twice: a client of a guest may have made the value so that it would be.
# A word with a few digits, or several joined as in names of variables, columns, modules and methods.
_IDENTIFIER: Final = re.compile(r"_*+[^\W\d_]++\d{0,3}+(?:[_.:]++[^\W\d_]*+\d{0,3}+)*+")
_PROSE: Final = re.compile(r"(?:[^\W\d_]|[\s.,:;!?'\"()_/-])++")
_NUMBER: Final = re.compile(r"[+-]?+[\d\s.,:/-]*+(?:[TtZz]|[eE][+-]?+)?+[\d\s.,:+-]*+[Zz]?+")
_ADDRESS: Final = re.compile(r"/|\w+://")
_ESCAPE: Final = re.compile(r"\\(['\"\\])")
_WORD: Final = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[a-z]|%[0-9A-Fa-f]{2}|\w+")


def is_recognisable(value: str) -> bool:
    """Return whether a secret value can be nothing else where it is met again.

    It cannot if it is short, a word, a sentence, a number, a date, a path, or like the name of a variable.
    """
    if not MIN_VALUE_LENGTH <= len(value) <= MAX_VALUE_LENGTH or value == REDACTED:
        return False
    if _NUMBER.fullmatch(value) or _ADDRESS.match(value):
        return False
    if value.replace("-", "").isalnum() and len(value) >= UNMISTAKABLE_LENGTH:
        return True
    return _IDENTIFIER.fullmatch(value) is None and _PROSE.fullmatch(value) is None


class SecretValues:
    """The secret values found in one exchange, to recognise them wherever else they appear.

    `parser_budget` says how much of its statements is still parsed to find them.
    """

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._room = VALUES_LENGTH
        self.parser_budget = ParserBudget()

    def add(self, value: str) -> None:
        """Remember a value if it is recognisable; only so many are, and the request comes first.

        It may be written as in a literal or a URL: what is meant is remembered too.
        """
        if not self._has_room("") or len(value) > MAX_WRITTEN_LENGTH:
            return
        for meant in dict.fromkeys((value, _ESCAPE.sub(r"\1", value), unquote_plus(value))):
            if meant not in self._values and self._has_room(meant) and is_recognisable(meant):
                self._values.add(meant)
                self._room -= len(meant)

    def _has_room(self, value: str) -> bool:
        return len(self._values) < VALUE_LIMIT and len(value) <= self._room

    def finder(self, names: Iterable[str]) -> "SecretFinder | None":
        """Return what finds them, but for those that are also names; None if there are none."""
        values = self._values.difference(names) if self._values else self._values
        return SecretFinder(values) if values else None


class SecretFinder:
    """Finds values in texts: the longest word of each is looked up, whatever their number."""

    def __init__(self, values: Iterable[str]) -> None:
        self._forms: set[str] = set()
        # The position of the word in the value and the length of the value; the longest value first.
        self._shapes: dict[str, list[tuple[int, int]]] = {}
        for value in values:
            written = (json.dumps(value)[1:-1], html.escape(value), quote_plus(value), repr(value)[1:-1])
            for form in dict.fromkeys((value, *written, value.replace("'", "''"))):
                self._add(form)
        for shapes in self._shapes.values():
            shapes.sort(key=lambda shape: -shape[1])

    def _add(self, form: str) -> None:
        words = list(_WORD.finditer(form))
        if not words:
            return
        # What looks like an escape may be read in another way where it stands in a text.
        anchor = max(words, key=lambda match: (match[0][0] not in "\\%", match.end() - match.start()))
        shapes = self._shapes.setdefault(anchor[0], [])
        shape = (anchor.start(), len(form))
        if shape not in shapes and len(shapes) < SHAPE_LIMIT:
            shapes.append(shape)
        if shape in shapes:
            self._forms.add(form)

    def redact(self, text: str, fill: Callable[[str], str] = lambda _: REDACTED) -> str:
        """Replace each value in a text by what `fill` returns for it.

        A text that is so like the values that comparing takes too long is replaced from there to its end.
        """
        parts: list[str] = []
        end = 0
        left = COMPARED_PER_CHARACTER * len(text) + COMPARED_AT_LEAST
        for match in _WORD.finditer(text):
            for offset, length in self._shapes.get(match[0], ()):
                start = match.start() - offset
                if start < end or start + length > len(text):
                    continue
                left -= length
                if left < 0:
                    return "".join((*parts, fill(text[end:])))
                if self._is_value(text, start, length):
                    parts += (text[end:start], fill(text[start : start + length]))
                    end = start + length
                    break
        return "".join((*parts, text[end:])) if parts else text

    def _is_value(self, text: str, start: int, length: int) -> bool:
        """Return whether one of the values stands there and is no part of a longer word."""
        value = text[start : start + length]
        if value not in self._forms:
            return False
        starts_inside = _is_word(value[0]) and _is_word(text[start - 1 : start]) and not _escaped(text, start)
        return not starts_inside and not (
            _is_word(value[-1]) and _is_word(text[start + length : start + length + 1])
        )


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _escaped(text: str, start: int) -> bool:
    """Return whether what ends at this position is an escape, like `%3D`, and no part of a word."""
    return any(
        match.end() == start
        for match in _WORD.finditer(text, max(0, start - 6), start)
        if match[0][0] in "\\%"
    )
