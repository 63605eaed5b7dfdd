"""Tests of `server/runner/processes`."""
