"""Tests of `server/web`."""
