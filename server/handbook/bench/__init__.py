"""The bench that an experiment works on: requests, browsers, processes and files of a lab."""

from server.handbook.bench.bench import Bench

__all__ = ["Bench"]
