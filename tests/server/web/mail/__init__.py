"""Tests of `server/web/mail`."""
