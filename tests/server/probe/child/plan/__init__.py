"""Tests of `server/probe/child/plan`."""
