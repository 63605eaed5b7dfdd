"""What an experiment works with: requests, clients, processes and files of a lab."""

from server.handbook.bench.bench import Bench

__all__ = ["Bench"]
