"""Tests of `server/lenses/session`."""
