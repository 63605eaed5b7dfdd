"""Tests of desktop/installers."""
