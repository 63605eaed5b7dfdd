"""Tests of `server/store/checked`."""
