"""Tests of `server/web/palette`."""
