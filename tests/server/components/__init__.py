"""Tests of server/components."""
