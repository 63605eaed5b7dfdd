"""The family of a statement: its text without values, lists of placeholders and extra whitespace."""

from __future__ import annotations

import re

READ_LIMIT = 4000
FAMILY_LIMIT = 1000
CACHE_LIMIT = 500

_TEXTS = re.compile(r"'[^']*'")
_NUMBERS = re.compile(r"(?<![\w?:$@%.])\d+(?:\.\d+)?(?!\w)")
_MARK = r"(?:\?\d*|%s|%\(\w+\)s|[:$@]\w+)"
_LISTS = re.compile(rf"\(\s*{_MARK}(?:\s*,\s*{_MARK})+\s*\)")
_ROWS = re.compile(r"\(\?\)(?:\s*,\s*\(\?\))+")
_SPACES = re.compile(r"\s+")

_cache: dict[str, str] = {}


def family_of(statement: str) -> str:
    """Return the statement without its values; of a very long one, only its beginning."""
    family = _cache.get(statement)
    if family is None:
        text = _NUMBERS.sub("?", _TEXTS.sub("?", statement[:READ_LIMIT]))
        family = _SPACES.sub(" ", _ROWS.sub("(?)", _LISTS.sub("(?)", text))).strip()[:FAMILY_LIMIT]
        if len(_cache) >= CACHE_LIMIT:
            _cache.clear()
        _cache[statement] = family
    return family
