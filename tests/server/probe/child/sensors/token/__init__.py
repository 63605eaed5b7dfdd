"""Tests of `server/probe/child/sensors/token`."""
