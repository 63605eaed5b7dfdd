"""Tests of `server/web/handbook`."""
