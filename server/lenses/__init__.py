"""Lenses: one presenter per kind of event, and the Journey through all of them."""
