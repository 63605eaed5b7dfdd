"""The version of the installed Fumehood."""

from importlib import metadata


def version() -> str:
    """Return the version of the installed package; `unknown` in a source tree that is not installed."""
    try:
        return metadata.version("fumehood")
    except metadata.PackageNotFoundError:
        return "unknown"
