"""Tests of `desktop/shell/preflight`."""
