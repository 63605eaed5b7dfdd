"""Tests of `server/probe/child/recording`."""
