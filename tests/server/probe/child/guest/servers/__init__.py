"""Tests of `server/probe/child/guest`."""
