"""Tests of `desktop/cli`."""
