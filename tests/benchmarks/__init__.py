"""Measurements of what docs/benchmarks.md promises: ratios in one run, never a timed test."""
