"""Tests of `server/runner/targets`."""
