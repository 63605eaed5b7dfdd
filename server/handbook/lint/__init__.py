"""Checks of labs for their authors, as `fumehood lab check` runs them."""
