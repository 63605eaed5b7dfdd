"""Hides what was typed into the secret fields of a form: those that the probe marks, and those so named."""

from collections.abc import Callable, Mapping
from typing import Any

from server.runner.redaction.names import is_secret


def hide_fields(
    body: Mapping[str, Any], hidden: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> dict[str, Any]:
    """The body of a `form` event; `hidden` gives a described value without its secret."""
    fields = body.get("fields")
    if not isinstance(fields, list):
        return dict(body)
    return {
        **body,
        "fields": [
            {**field, "value": hidden(field["value"])}
            if field["secret"] or is_secret(field["name"])
            else field
            for field in fields
        ],
    }
