"""Tests of desktop/installers/bill."""
