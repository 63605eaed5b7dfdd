"""Finds the app that the user names, and the interpreters to run it on."""
