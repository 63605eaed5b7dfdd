"""Tests of server/lenses/wsgi."""
