"""Tests of desktop/installers/report."""
