"""Deciding claims: runs over labs, isolation of experiments, versions and reports."""
