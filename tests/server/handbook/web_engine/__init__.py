"""Tests of `server/handbook/web_engine`."""
