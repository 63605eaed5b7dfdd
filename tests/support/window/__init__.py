"""Driving a real window: the DevTools protocol, programs on a display, and a small app to show."""
