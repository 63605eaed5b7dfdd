"""Tests of the bounds of the HTTP server."""
