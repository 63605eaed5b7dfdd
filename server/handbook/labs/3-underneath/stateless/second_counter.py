"""The same pizzeria once more, in a process of its own, which has never seen the first one's guests."""

from app import app

__all__ = ["app"]
