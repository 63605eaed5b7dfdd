"""Tests of the user's editors."""
