"""Addresses of the pages of labs, for the links in their prose and in search results."""

from typing import Final

LAB_URL: Final = "/handbook/"


def lab_url(slug: str, fragment: str | None = None) -> str:
    """Return the address of a lab's page; `fragment` is a place on it."""
    return f"{LAB_URL}{slug}" + (f"#{fragment}" if fragment else "")
