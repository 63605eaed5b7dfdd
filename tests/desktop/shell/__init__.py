"""Tests of `desktop/shell`."""
