"""The adapters to the internals of Flask, and the choice of one by Flask's version."""

from __future__ import annotations

from .base import Adapter
from .flask22 import Flask22
from .flask31 import Flask31
from .flask32 import Flask32

ADAPTERS: tuple[type[Adapter], ...] = (Flask32, Flask31, Flask22)
"""Newest first: the first whose `since` is not above the version is used."""


def version_numbers(version: str) -> tuple[int, int]:
    """Return major and minor number of a version such as `3.2.0.dev0`."""
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    return int(major), int(minor) if minor.isdigit() else 0


def choose_adapter(version: str) -> Adapter | None:
    """Return the adapter for this version of Flask; None if it is too old."""
    numbers = version_numbers(version)
    for adapter in ADAPTERS:
        if numbers >= adapter.since:
            return adapter()
    return None
