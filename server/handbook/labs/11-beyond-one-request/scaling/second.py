"""A second process with the same app."""

from app import app

__all__ = ["app"]
