"""Tests of places in source code."""
