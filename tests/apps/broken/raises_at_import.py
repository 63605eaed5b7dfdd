"""Raises while it is imported."""


def configure() -> None:
    """Fails."""
    raise RuntimeError("no configuration")


configure()
