"""Tests of `server/web/tools`."""
