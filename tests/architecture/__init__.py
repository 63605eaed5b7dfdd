"""Tests of the rules of docs/architecture.md: layers, folders, names and mirrored tests."""
