"""Tests of `desktop/cli/prove`."""
