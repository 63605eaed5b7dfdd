"""Sensors: one per kind of event."""
