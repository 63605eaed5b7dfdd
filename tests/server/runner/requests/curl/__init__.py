"""Tests of `server/runner/requests/curl`."""
