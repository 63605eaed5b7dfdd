"""Tests of `server/web/security`."""
