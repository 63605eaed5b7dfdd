"""Tests of `server/transfer`."""
