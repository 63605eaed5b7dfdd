"""Tests of `server/web/open_app`."""
