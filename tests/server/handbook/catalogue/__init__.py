"""Tests of `server/handbook/catalogue`."""
