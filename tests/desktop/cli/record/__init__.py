"""Tests of `desktop/cli/record`."""
