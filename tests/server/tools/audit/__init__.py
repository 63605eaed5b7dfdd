"""Tests of `server/tools/audit`."""
