"""Tests of `server/probe/child/sensors/websocket`."""
