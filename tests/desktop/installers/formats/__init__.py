"""Tests of desktop/installers/formats."""
