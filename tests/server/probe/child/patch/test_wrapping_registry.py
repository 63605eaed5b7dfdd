"""Tests of a registry that Flask sees wrapped."""

from collections import defaultdict
from typing import Any

import pytest

from server.probe.child.patch.wrapping_registry import (
    WatchedMapping,
    WatchedRegistry,
    WatchedRegistryDescriptor,
)
from server.probe.child.recording.recorder import Exchange


class App:
    """An app with a registry, as Flask has."""

    def __init__(self) -> None:
        self.functions: Any = defaultdict(list)


@pytest.fixture
def app() -> App:
    """An app whose registry is watched."""

    class WatchedApp(App):
        pass

    def show(exchange: Exchange, app: App, registry: Any) -> WatchedRegistry:
        return WatchedRegistry(registry, lambda scope, func: (scope, func))

    WatchedRegistryDescriptor.install(WatchedApp, "functions", "before_request", show)
    app = WatchedApp()
    app.functions[None].append("first")
    return app


def test_the_guest_sees_its_own_registry(app: App) -> None:
    """What it adds is what Flask will call."""
    assert type(app.functions) is defaultdict
    assert app.functions[None] == ["first"]
    app.functions = replaced = {None: ["other"]}
    assert app.functions is replaced


def test_flask_sees_each_function_wrapped_before_a_recorded_request(app: App, exchange: Exchange) -> None:
    """In no other phase."""
    exchange.phase = "before_request"
    registry = app.functions
    assert None in registry
    assert "blueprint" not in registry
    assert list(registry[None]) == [(None, "first")]
    assert list(registry.keys()) == [None]
    exchange.phase = "view"
    assert type(app.functions) is defaultdict


def test_an_empty_registry_is_passed_as_it_is(app: App, exchange: Exchange) -> None:
    """Most apps have none of these functions."""
    empty: dict[Any, Any] = {}
    app.functions = empty
    exchange.phase = "before_request"
    assert app.functions is empty


def test_an_app_without_the_attribute_says_so(app: App) -> None:
    """As without the descriptor."""
    del vars(app)["functions"]
    with pytest.raises(AttributeError, match="functions"):
        _ = app.functions
    with pytest.raises(AttributeError, match="functions"):
        del app.functions
    with pytest.raises(AttributeError, match="has no attribute 'functions'"):
        _ = type(app).functions  # type: ignore[misc]


def test_a_dispatcher_gets_each_view_wrapped() -> None:
    """By its key or by `get`; everything else is as in the dict itself."""
    views = WatchedMapping({"index": ["view"]}, lambda key, func: (key, func))
    assert views["index"] == views.get("index") == ("index", ["view"])
    assert views.get("other", "default") == "default"
    assert (list(views), len(views), "index" in views) == (["index"], 1, True)
    with pytest.raises(KeyError):
        _ = views["other"]
