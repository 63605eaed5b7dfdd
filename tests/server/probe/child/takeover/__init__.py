"""Tests of `server/probe/child/takeover`."""
