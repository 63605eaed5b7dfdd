"""Tests of `server/probe/child/patch`."""
