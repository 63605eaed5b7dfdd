"""Tests of `server/probe/child/describe`."""
