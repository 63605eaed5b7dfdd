"""Tests of server/runner."""
