"""Tests of `server/tools/access`."""
