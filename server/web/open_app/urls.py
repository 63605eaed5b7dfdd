"""Addresses of the page that opens an app; usable without a running app, as the window needs them."""

from urllib.parse import quote


def open_url(spec: str) -> str:
    """Return the address of the page that opens `spec`; it asks for trust before it runs any code."""
    return f"/open?target={quote(spec, safe='')}"
