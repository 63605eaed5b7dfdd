"""Tests of `desktop/cli/doctor`."""
