"""Tests of the exceptions lens."""
