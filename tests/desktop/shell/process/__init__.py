"""Tests of `desktop/shell/process`."""
