"""What statements have in common: the same text but for its values, its lists and its spaces."""

from __future__ import annotations

import re

READ = 4000
LIMIT = 1000
REMEMBERED = 500

_TEXTS = re.compile(r"'[^']*'")
_NUMBERS = re.compile(r"(?<![\w?:$@%.])\d+(?:\.\d+)?(?!\w)")
_MARK = r"(?:\?\d*|%s|%\(\w+\)s|[:$@]\w+)"
_LISTS = re.compile(rf"\(\s*{_MARK}(?:\s*,\s*{_MARK})+\s*\)")
_ROWS = re.compile(r"\(\?\)(?:\s*,\s*\(\?\))+")
_SPACES = re.compile(r"\s+")

_known: dict[str, str] = {}


def family_of(statement: str) -> str:
    """The statement without its values; of one that is very long, its beginning."""
    known = _known.get(statement)
    if known is None:
        text = _NUMBERS.sub("?", _TEXTS.sub("?", statement[:READ]))
        known = _SPACES.sub(" ", _ROWS.sub("(?)", _LISTS.sub("(?)", text))).strip()[:LIMIT]
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[statement] = known
    return known
