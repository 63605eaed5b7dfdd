"""Scaffolding for the tests of the runner: a fake guest, and sample events as the channel carries them."""
