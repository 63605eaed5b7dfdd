"""Runs Flask projects that others wrote, with and without the probe, and compares both."""
