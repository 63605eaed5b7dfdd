"""Tests of `server/tools/routes`."""
