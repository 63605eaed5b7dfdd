"""Tests of the stored layout of the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.layout import KEY, keep_layout, layout, layout_json
from server.store import Store
from server.store.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """The settings of an empty store."""
    store = Store(tmp_path / "store.sqlite3")
    yield store.settings
    store.close()


def test_changes_are_added_to_what_is_stored(settings: Settings) -> None:
    """Each value has its name, and the scripts read them as JSON."""
    assert layout(settings) == {}
    assert keep_layout(settings, {"split-bench": "55", "explanations": "0"})
    assert keep_layout(settings, {"split-bench": "60"})
    assert layout(settings) == {"split-bench": 60, "explanations": 0}
    assert layout_json(settings) == '{"split-bench":60,"explanations":0}'


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"split-bench": "81"},
        {"split-bench": "19"},
        {"split-bench": "-50"},
        {"split-bench": "5_0"},
        {"split-bench": "\N{ARABIC-INDIC DIGIT FIVE}0"},
        {"split-bench": "9" * 5000},
        {"explanations": "2"},
        {"unknown": "1"},
        {"split-mail": "50", "unknown": "1"},
    ],
)
def test_what_is_not_allowed_is_refused_as_a_whole(settings: Settings, changes: dict[str, str]) -> None:
    """Unknown names, and values out of bounds or in another writing, store nothing."""
    assert not keep_layout(settings, changes)
    assert layout(settings) == {}


@pytest.mark.parametrize(
    "stored", ["x", 7, None, [], {"split-bench": True, "explanations": "0", "split-mail": 9}]
)
def test_invalid_stored_values_are_ignored(settings: Settings, stored: object) -> None:
    """A store that was edited by hand is read within its bounds."""
    settings.set(KEY, stored)
    assert layout(settings) == {}
