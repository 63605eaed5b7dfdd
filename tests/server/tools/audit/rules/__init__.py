"""Tests of `server/tools/audit/rules`."""
