"""Tests of `server/web/history`."""
