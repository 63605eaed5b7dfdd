"""Tests of watched methods: who is called through the wrappers, and what a guest can see of them."""

import functools
import inspect
from types import FunctionType, MethodType
from typing import Any

import pytest
from flask import Flask

from server.probe.child.patch import watched_methods
from server.probe.child.patch.watched_methods import contacts, prepare, watch_method
from server.probe.child.recording.recorder import Exchange

NAME = "make_default_options_response"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls that went through the wrapper of one method."""
    seen: list[str] = []
    monkeypatch.setattr(Flask, NAME, vars(Flask)[NAME])
    monkeypatch.setattr(watched_methods, "_makers", {})

    def make_wrapper(original: Any) -> Any:
        def wrapper(app: Any, *args: Any) -> Any:
            seen.append(app.import_name)
            return original(app, *args)

        return wrapper

    watch_method(NAME, make_wrapper)
    return seen


class Own(Flask):
    """Overrides the method without super."""

    def make_default_options_response(self, *_: Any) -> Any:
        """Answer by itself."""
        return "own"


class Calling(Own):
    """Overrides it again, and calls the first override."""

    def make_default_options_response(self, *given: Any) -> Any:
        """Answer by the class above."""
        return "calling " + super().make_default_options_response(*given)


@pytest.mark.parametrize(("made_of", "answer"), [(Own, "own"), (Calling, "calling own")])
def test_an_override_is_wrapped_once(
    calls: list[str], exchange: Exchange, made_of: type[Flask], answer: str
) -> None:
    """Whether it calls super or not."""
    app = made_of("own")
    prepare(app)
    assert str(app.make_default_options_response()) == answer
    assert calls == ["own"]
    (layer,) = contacts(exchange)[id(app)].replaced()
    assert (layer.name, layer.owner) == (NAME, made_of)
    assert contacts(exchange)[id(app)].flasks == set()


def test_a_replacement_on_the_instance_is_wrapped_and_found_late(
    calls: list[str], exchange: Exchange
) -> None:
    """It may call the method that it has replaced, and stays equal to itself."""
    app = Own("instance")
    original = app.make_default_options_response

    def replacement(*given: Any) -> Any:
        return "replaced " + original(*given)

    app.make_default_options_response = replacement  # type: ignore[method-assign]
    prepare(app)
    assert str(app.make_default_options_response()) == "replaced own"
    assert app.make_default_options_response == replacement
    assert calls == ["instance"]
    (layer,) = contacts(exchange)[id(app)].replaced()
    assert layer.raw is replacement


def test_a_method_put_back_is_wrapped_again(calls: list[str], exchange: Exchange) -> None:
    """As tests do that replace a method for a while."""
    app = Flask("back")
    app.make_default_options_response = app.make_default_options_response  # type: ignore[method-assign]
    prepare(app)
    with app.test_request_context("/"):
        app.make_default_options_response()
    assert calls == ["back"]
    assert list(contacts(exchange)[id(app)].replaced()) == []
    assert contacts(exchange)[id(app)].flasks == {NAME}


def test_a_class_that_is_patched_later_is_watched_again(
    calls: list[str], exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The function that is put there is not taken for Flask's, though it has its name."""
    original = Flask.make_default_options_response

    @functools.wraps(original)
    def patched(app: Flask) -> Any:
        return original(app)

    monkeypatch.setattr(Flask, NAME, patched)
    app = Flask("patched")
    prepare(app)
    with app.test_request_context("/"):
        app.make_default_options_response()
    assert calls == ["patched"]
    assert [layer.raw for layer in contacts(exchange)[id(app)].replaced()] == [patched]


@pytest.mark.usefixtures("calls")
def test_the_guest_sees_its_own_functions(exchange: Exchange) -> None:
    """In the class and through an instance, with name, signature, text and equality."""
    for cls in (Flask, Calling):
        function = cls.make_default_options_response
        assert type(function) is FunctionType
        app = cls("seen")
        prepare(app)
        method = app.make_default_options_response
        assert cls.make_default_options_response is function
        assert method.__func__ is function  # type: ignore[attr-defined]
        assert method == MethodType(function, app)
        assert hash(method) == hash(MethodType(function, app))
        assert repr(method) == repr(MethodType(function, app))
        assert inspect.ismethod(method)
        assert inspect.signature(method) == inspect.signature(MethodType(function, app))
        assert (method.__doc__, method.__module__) == (function.__doc__, function.__module__)
        assert functools.wraps(method)(lambda: None).__qualname__ == function.__qualname__


def test_outside_of_an_exchange_the_method_is_called_as_it_is(calls: list[str]) -> None:
    """Nothing is recorded."""
    app = Own("outside")
    prepare(app)
    assert str(app.make_default_options_response()) == "own"
    assert calls == []
