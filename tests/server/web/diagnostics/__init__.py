"""Tests of `server/web/diagnostics`."""
