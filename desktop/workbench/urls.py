"""Which page opens what a user pointed at."""

from urllib.parse import quote


def opening(spec: str) -> str:
    """The page that opens what a user pointed at, and asks before it runs code that is not trusted yet."""
    return f"/open?target={quote(spec, safe='')}"
