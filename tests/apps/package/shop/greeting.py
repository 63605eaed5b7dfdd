"""A module of the package."""

GREETING = "shop"
