"""Tests of `server/store/apps`."""
