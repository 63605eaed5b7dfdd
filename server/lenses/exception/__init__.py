"""Exceptions: the lens, their frames, and the traceback as text."""
