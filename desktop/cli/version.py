"""Which Fumehood this is."""

from importlib import metadata


def version() -> str:
    """The version of the installed package, or `unknown` in a tree that nobody installed."""
    try:
        return metadata.version("fumehood")
    except metadata.PackageNotFoundError:
        return "unknown"
