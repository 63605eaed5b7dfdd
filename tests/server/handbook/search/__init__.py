"""Tests of `server/handbook/search`."""
