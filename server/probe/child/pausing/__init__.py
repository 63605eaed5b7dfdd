"""Requests that stop where the user asks for it, and expressions that are evaluated in their frames."""
