"""Compares two exchanges, part by part."""
