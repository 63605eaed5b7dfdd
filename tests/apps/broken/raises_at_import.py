"""A module that raises while it is imported."""


def configure() -> None:
    """Raise."""
    raise RuntimeError("no configuration")


configure()
