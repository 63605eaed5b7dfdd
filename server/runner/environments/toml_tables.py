"""Reads settings from TOML that a user may have written; what does not fit counts as missing."""

import tomllib
from typing import Any


def parse_toml(text: str) -> dict[str, Any]:
    """Return the settings in a text; none if it is not TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def table(settings: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a table of the settings; an empty one if there is none of that name."""
    value = settings.get(name)
    return value if isinstance(value, dict) else {}
