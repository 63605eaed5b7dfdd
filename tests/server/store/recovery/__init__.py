"""Tests of `server/store/recovery`."""
