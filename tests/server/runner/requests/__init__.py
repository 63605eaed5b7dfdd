"""Tests of `server/runner/requests`."""
