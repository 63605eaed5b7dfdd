"""Tests of `server/web/about`."""
