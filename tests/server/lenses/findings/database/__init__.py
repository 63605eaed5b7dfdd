"""Tests of the findings of one kind."""
