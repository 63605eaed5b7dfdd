"""Checks of whether this machine can show a window, made before Qt is loaded."""
