"""Tests of paused requests, in the guest."""
