"""Tests of `server/probe/child/sensors/config`."""
