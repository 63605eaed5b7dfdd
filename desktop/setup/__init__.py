"""Set up a checkout with the system's Python alone: `python3 -m desktop.setup` (docs/development.md).

Standard library only, and Python 3.9 or newer: this package runs before there is an environment.
"""
