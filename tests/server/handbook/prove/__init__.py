"""Tests of `server/handbook/prove`."""
