"""The former place of names that labs import from `server.handbook.experiment`; kept for one release."""

from server.handbook.bench.client import Browser

__all__ = ["Browser"]
