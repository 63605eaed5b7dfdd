"""Tests of `desktop/shell/window`."""
