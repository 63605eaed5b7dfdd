"""Tests of desktop/cli/update."""
