"""Tests of `server/runner/plans`."""
