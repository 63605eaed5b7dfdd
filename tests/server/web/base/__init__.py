"""Tests of `server/web/base`."""
