"""Adapters to the internals of Flask, one for each family of versions."""
