"""Tests of `server/lenses/sql`."""
