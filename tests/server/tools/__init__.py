"""Tests of `server/tools`."""
