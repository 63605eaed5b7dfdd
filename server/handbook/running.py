"""The former place of names that labs import from `server.handbook.experiment`; kept for one release."""

from server.handbook.bench.process_handle import Ran, Running

__all__ = ["Ran", "Running"]
