"""Tests of `server/web/home`."""
