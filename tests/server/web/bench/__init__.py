"""Tests of `server/web/bench`."""
