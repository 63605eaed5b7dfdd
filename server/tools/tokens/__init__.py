"""Tokens that the user has: what they contain, whether the app accepts them, and what is weak about them."""
