"""Tests of `server/runner/guests`."""
