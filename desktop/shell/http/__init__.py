"""Waitress with bounds: on what a request looks like, how long it takes, and how much room each has."""
