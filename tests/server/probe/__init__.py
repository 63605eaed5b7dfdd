"""Tests of `server/probe`: of guests over their channel, and of single modules."""
