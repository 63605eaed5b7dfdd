"""Tests of `desktop/cli/inspect`."""
