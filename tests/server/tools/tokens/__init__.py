"""Tests of `server/tools/tokens`."""
