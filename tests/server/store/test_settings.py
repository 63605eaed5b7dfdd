"""Tests of the stored settings."""

import pytest

from server.store import Store


def test_settings_are_json(store: Store) -> None:
    """Any JSON value is stored by name; a missing one is the default."""
    assert store.settings.get("theme") is None
    assert store.settings.get("theme", "light") == "light"
    store.settings.set("theme", {"name": "dark", "sizes": [1, 2.5, None]})
    assert store.settings.get("theme") == {"name": "dark", "sizes": [1, 2.5, None]}
    with pytest.raises(TypeError):
        store.settings.set("theme", object())
