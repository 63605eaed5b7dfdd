"""Tests of `desktop/cli/transfer`."""
