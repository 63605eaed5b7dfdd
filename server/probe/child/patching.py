"""Replaces a method by one that calls it, under its own name and signature."""

from __future__ import annotations

import functools
from typing import Any, Callable


def wrap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replace `owner.name` by what `make` builds around it; it must exist."""
    original = getattr(owner, name)
    setattr(owner, name, functools.wraps(original)(make(original)))
