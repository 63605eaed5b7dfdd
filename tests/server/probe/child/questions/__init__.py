"""Tests of `server/probe/child/questions`."""
