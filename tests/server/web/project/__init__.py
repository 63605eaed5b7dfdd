"""Tests of the settings of an app."""
