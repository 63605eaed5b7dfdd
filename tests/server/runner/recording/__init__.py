"""Tests of `server/runner/recording`."""
