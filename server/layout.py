"""The layout of the pages as the user has left it: the widths of panes, and what is shown or hidden."""

import json
from collections.abc import Mapping
from typing import Final

from server.store.settings import Settings

KEY: Final = "layout"
# The bounds of each value: a width in percent of the window, or 1 for what is shown and 0 for what is hidden.
BOUNDS: Final = {
    "split-bench": (20, 80),
    "split-handbook": (20, 80),
    "split-mail": (20, 80),
    "explanations": (0, 1),
}


def layout(settings: Settings) -> dict[str, int]:
    """Return the stored values by name, without those that are not allowed."""
    return _allowed(settings.get(KEY, {}, lambda value: isinstance(value, dict)))


def layout_json(settings: Settings) -> str:
    """Return the stored values as the JSON text that the scripts read."""
    return json.dumps(layout(settings), separators=(",", ":"))


def keep_layout(settings: Settings, changes: Mapping[str, str]) -> bool:
    """Store the changed values, which are texts; if one is not allowed, store none and return False."""
    numbers = {name: int(text) for name, text in changes.items() if _is_number(text)}
    if not changes or len(_allowed(numbers)) < len(changes):
        return False
    settings.set(KEY, {**layout(settings), **numbers})
    return True


def _allowed(values: Mapping[str, object]) -> dict[str, int]:
    return {
        name: value
        for name, (least, most) in BOUNDS.items()
        if type(value := values.get(name)) is int and least <= value <= most
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len("100")
