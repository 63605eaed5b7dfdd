"""Tests of `server/handbook/lint`."""
