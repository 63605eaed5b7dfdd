"""Tests of `server/lenses/cookie`."""
