"""Requests that Fumehood sends itself: building, sending and matching them with exchanges."""
