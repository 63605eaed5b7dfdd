"""The former place of names that labs import from `server.handbook.experiment`; kept for one release."""

from server.handbook.bench.loopback_http import Answer

__all__ = ["Answer"]
