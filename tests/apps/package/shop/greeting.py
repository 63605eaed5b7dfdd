"""Words."""

GREETING = "shop"
