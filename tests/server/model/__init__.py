"""Tests of server/model."""
