"""Recognise exchanges that are requests for static files."""

from pathlib import PurePosixPath
from typing import Final

from server.model.exchange import ExchangeRow

_STATIC_ENDINGS: Final = frozenset(
    {
        ".css",
        ".js",
        ".map",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".ico",
        ".woff",
        ".woff2",
        ".ttf",
    }
)


def is_static(row: ExchangeRow) -> bool:
    """Return whether the request of a row is for a style sheet, a script, an image or a font."""
    endpoint = row.endpoint or ""
    if endpoint == "static" or endpoint.endswith(".static"):
        return True
    return row.method == "GET" and PurePosixPath(row.path).suffix.lower() in _STATIC_ENDINGS
