"""Tests of desktop/workbench/update."""
