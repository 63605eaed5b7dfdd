"""Tests of the words of Fumehood."""
