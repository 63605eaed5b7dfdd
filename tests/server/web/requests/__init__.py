"""Tests of `server/web/requests`."""
