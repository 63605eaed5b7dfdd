"""Names of variables in a request, as in `{{token}}`, and the values in their place."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from werkzeug.datastructures import MultiDict

NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_PLACEHOLDER: Final = re.compile(r"(\\?)\{\{([A-Za-z_][A-Za-z0-9_.-]*)\}\}")
_JSON_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_FILLED: Final = (
    *("url", "query-name", "query-value", "headers-name", "headers-value", "cookies-name", "cookies-value"),
    *("form-name", "form-value", "files-name", "raw", "auth-token", "auth-user", "auth-password"),
)
"""The fields of the composer in which names may stand, besides `json`."""


def names_in(form: MultiDict[str, str]) -> tuple[str, ...]:
    """Return the names of the variables that a form uses, each once."""
    texts = (text for field in (*_FILLED, "json") for text in form.getlist(field))
    found = (match for text in texts for match in _PLACEHOLDER.finditer(text) if not match[1])
    return tuple(dict.fromkeys(match[2] for match in found))


def filled(form: MultiDict[str, str], values: Mapping[str, str]) -> MultiDict[str, str]:
    """Return the form with the values in the place of the names, all of which have one.

    A name after a backslash stays, without the backslash. In JSON a value inside a string is escaped.
    """
    pairs = [
        (field, _filled_json(text, values) if field == "json" else fill(text, values))
        if field in _FILLED or field == "json"
        else (field, text)
        for field, text in form.items(multi=True)
    ]
    return MultiDict(pairs)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the values in the place of the names; a name without a value stays."""
    return _PLACEHOLDER.sub(lambda match: match[0][1:] if match[1] else values.get(match[2], match[0]), text)


def has_names(text: str) -> bool:
    """Return whether a text has the name of a variable in it."""
    return any(not match[1] for match in _PLACEHOLDER.finditer(text))


def around_names(text: str, change: Callable[[str], str]) -> str:
    """Return a text of which all but the names of variables is changed."""
    parts = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        parts += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def escaped(text: str) -> str:
    """Return a text that is sent as it stands, though it looks as if it had names of variables."""
    return _PLACEHOLDER.sub(lambda match: f"\\{match[0]}", text)


def _filled_json(text: str, values: Mapping[str, str]) -> str:
    inside = {name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in values.items()}
    parts = []
    end = 0
    for string in _JSON_STRING.finditer(text):
        parts += [fill(text[end : string.start()], values), fill(string[0], inside)]
        end = string.end()
    return "".join([*parts, fill(text[end:], values)])
