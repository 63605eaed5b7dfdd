"""Tests of `server/diagnostics`."""
