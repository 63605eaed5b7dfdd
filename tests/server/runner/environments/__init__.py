"""Tests of `server/runner/environments`."""
