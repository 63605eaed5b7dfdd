"""Tests of `server/web/settings`."""
