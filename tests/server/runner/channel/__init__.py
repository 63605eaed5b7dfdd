"""Tests of `server/runner/channel`."""
