"""Tests of `server/comparison`."""
