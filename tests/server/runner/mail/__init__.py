"""Tests of `server/runner/mail`."""
