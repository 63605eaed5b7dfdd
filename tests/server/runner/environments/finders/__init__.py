"""Tests of the finders of environments."""
