"""Tests of the list of keys that everybody knows."""

from server.tools.tokens.known_keys import KNOWN_KEYS


def test_the_list_is_short_and_has_no_key_twice() -> None:
    """It is sent to the guest with the question."""
    assert len(set(KNOWN_KEYS)) == len(KNOWN_KEYS) < 200
    assert all(KNOWN_KEYS)
