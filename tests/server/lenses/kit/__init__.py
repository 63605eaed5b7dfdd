"""Tests of `server/lenses/kit`."""
