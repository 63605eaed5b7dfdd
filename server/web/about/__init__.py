"""The page about Fumehood itself: its version, what changed, and the licences of what it consists of."""
