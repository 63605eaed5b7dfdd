"""Tests of `server/lenses/render`."""
