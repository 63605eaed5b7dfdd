"""Guests: their states, processes, sessions and limits."""
