"""Tools for an app that is open: its routes, settings, tokens, and which visitor may open what."""
