"""Rendering of lenses and the Journey for pages and terminals."""
