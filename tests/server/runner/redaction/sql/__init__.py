"""Tests of `server/runner/redaction/sql`."""
