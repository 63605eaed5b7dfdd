"""Hides the values of secret form fields: those that the probe marks, and those with a secret name."""

from collections.abc import Callable, Mapping
from typing import Any

from server.runner.redaction.names import is_secret


def hide_fields(
    body: Mapping[str, Any], hide: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> dict[str, Any]:
    """Hide secrets in the body of a `form` event; `hide` redacts a described value."""
    fields = body.get("fields")
    if not isinstance(fields, list):
        return dict(body)
    return {
        **body,
        "fields": [
            {**field, "value": hide(field["value"])} if field["secret"] or is_secret(field["name"]) else field
            for field in fields
        ],
    }
