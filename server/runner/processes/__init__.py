"""Supervised child processes: environment, limits, output and scratch folders."""
