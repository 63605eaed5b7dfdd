"""Tests of desktop/installers/linux."""
