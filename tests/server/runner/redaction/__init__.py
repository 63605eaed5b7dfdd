"""Tests of `server/runner/redaction`."""
