"""The versions that a guest runs on."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """What the guest runs on; None where it is not there. `server` is like `waitress 3.0.2`."""

    python: str | None = None
    flask: str | None = None
    werkzeug: str | None = None
    server: str | None = None
