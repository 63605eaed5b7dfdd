"""Tests of how the sources of settings are kept."""

import gc
from typing import Any

from server.probe.child.sensors.config.sources import (
    SettingSource,
    Sources,
    changed_names,
    names_in,
    origin_of,
)


class Plain(dict[Any, Any]):
    """A configuration of the tests."""


def test_sources_are_forgotten_with_their_configuration() -> None:
    """A later one at the same address has none of them."""
    sources, settings = Sources(), Plain(SHOP=1)
    sources.note(settings, "SHOP", "set", 1)
    assert sources.of(settings)["SHOP"].how == "set"
    assert len(sources._found) == 1
    del settings
    gc.collect()
    assert sources._found == {}


def test_the_outermost_loader_is_the_source() -> None:
    """`from_pyfile` calls `from_object` for what it has read."""
    sources, settings = Sources(), Plain(SHOP=1)
    outer = sources.begin(settings, SettingSource("from_pyfile", "a.cfg", None, None))
    inner = sources.begin(settings, SettingSource("from_object", "module", None, None))
    sources.note(settings, "SHOP", "set", 1)
    sources.end(inner)
    assert sources.is_loading(settings)
    sources.end(outer)
    assert not sources.is_loading(settings)
    assert sources.of(settings)["SHOP"].origin == "a.cfg"


def test_names_that_are_no_text_are_left_alone() -> None:
    """As are iterators, which can be read once."""
    sources, settings = Sources(), Plain({1: 2})
    sources.note(settings, 1, "set", 1)
    assert sources.of(settings) == {}
    assert changed_names({}, settings) == []
    assert names_in(({"A": 1, 2: 3},), {"B": 1}) == ["B", "A"]
    assert names_in((iter([("A", 1)]),), {}) == []


def test_an_origin_has_the_name_that_its_author_gave_it() -> None:
    """A class, a module, a path, and an object without a name."""
    assert origin_of(Plain) == f"{__name__}.Plain"
    assert origin_of(gc) == "gc"
    assert origin_of("shop.settings") == "shop.settings"
    assert origin_of(Plain()) == "Plain"
