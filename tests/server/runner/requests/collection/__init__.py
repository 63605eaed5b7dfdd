"""Tests of `server/runner/requests/collection`."""
