"""Tests of `server/handbook/pages`."""
