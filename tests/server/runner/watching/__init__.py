"""Tests of watching the source of a project."""
