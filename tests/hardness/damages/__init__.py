"""Damages of what the running program depends on."""
