"""Tests of `server/lenses/journey`."""
