"""Tests of the settings of the user."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server import preferences
from server.store import Store
from server.store.settings import Settings


@pytest.fixture
def settings() -> Iterator[Settings]:
    """Yield the settings of an empty store."""
    store = Store(None)
    yield store.settings
    store.close()


def test_an_empty_store_has_the_defaults(settings: Settings) -> None:
    """The first value of each choice, and the default of each number."""
    assert preferences.theme(settings) == "system"
    assert preferences.language(settings) == "auto"
    assert preferences.own_labs(settings) == ""
    assert preferences.cap_bytes(settings) == preferences.HISTORY_MB.default * 1024 * 1024


@pytest.mark.parametrize("number", preferences.NUMBERS, ids=lambda number: number.name)
def test_a_number_out_of_its_bounds_is_the_default(
    settings: Settings, number: preferences.NumberPreference
) -> None:
    """Another version may have stored a value that this one does not allow."""
    for stored, expected in (
        (number.least, number.least),
        (number.least - 1, number.default),
        (number.most + 1, number.default),
        ("12", number.default),
        (True, number.default),
        (None, number.default),
    ):
        settings.set(number.name, stored)
        assert preferences.number(settings, number) == expected


def test_an_unknown_choice_is_the_default(settings: Settings) -> None:
    """So is a value of another type."""
    for stored in ("sepia", 3, None, ["dark"]):
        settings.set("theme", stored)
        assert preferences.theme(settings) == "system"
    settings.set("own_labs", 7)
    assert preferences.own_labs(settings) == ""


def test_the_limits_of_a_guest_come_from_the_settings(settings: Settings) -> None:
    """Seconds and megabytes as they are stored."""
    settings.set("start_seconds", 5)
    settings.set("request_seconds", 7)
    settings.set("memory_mb", 256)
    limits = preferences.limits(settings)
    assert (limits.start_seconds, limits.request_seconds, limits.memory_mb) == (5, 7, 256)


@pytest.mark.hardness("strange-values")
def test_a_broken_size_of_the_history_deletes_nothing(tmp_path: Path) -> None:
    """A stored -5 MB is named among the values that are left out, and the exchanges stay."""
    store = Store(tmp_path / "history.db")
    store.settings.set("history_mb", -5)
    assert preferences.cap_bytes(store.settings) == preferences.HISTORY_MB.default * 1024 * 1024
    assert preferences.cap_bytes(store.settings, 7 << 30) == 7 << 30
    assert [each.key for each in store.health.set_aside.found] == ["history_mb"]
    assert store.used_bytes > 0
    store.settings.set("history_mb", 10)
    assert preferences.cap_bytes(store.settings, 7 << 30) == 10 << 20
    store.close()
