"""Tests of `desktop/workbench`."""
