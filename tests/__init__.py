"""Tests: the tree of the source, file for file; see docs/development.md."""
