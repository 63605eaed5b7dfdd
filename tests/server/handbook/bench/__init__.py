"""Tests of `server/handbook/bench`."""
