"""Which page opens what a user pointed at."""

from urllib.parse import quote


def opening(spec: str) -> str:
    """The page that opens what a user pointed at: a lab's own, or one that asks before it runs anything."""
    if spec.startswith("lab:"):
        return f"/handbook/{quote(spec.removeprefix('lab:'), safe='')}"
    return f"/open?target={quote(spec, safe='')}"
