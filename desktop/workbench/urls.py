"""The page of the workbench that opens what a user points at."""

from urllib.parse import quote


def page_of_target(spec: str) -> str:
    """Return the path of the page that opens `spec`; it asks for trust before it runs any code."""
    return f"/open?target={quote(spec, safe='')}"
