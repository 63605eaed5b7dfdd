"""Tests of desktop/installers/prove."""
