"""Tests of rules that can never match."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule

from server.probe.child.questions.shadowing import shadowed_rules


def app_of(*rules: tuple[str, str, list[str]], **options: Any) -> Flask:
    """Return an app with these rules: text, endpoint and methods."""
    app = Flask(__name__, static_folder=None)
    for text, endpoint, methods in rules:
        app.add_url_rule(text, endpoint, lambda **_: "", methods=methods, **options)
    return app


def lost(app: Flask) -> list[tuple[str, str, list[str], bool]]:
    """Return endpoint, the endpoint that comes first, methods and whether it never matches."""
    found = shadowed_rules(app.url_map)
    assert found is not None
    return [(each["endpoint"], each["by_endpoint"], each["methods"], each["never"]) for each in found]


def test_a_rule_with_another_name_for_the_same_argument_never_matches() -> None:
    """As each request to it shows."""
    app = app_of(("/u/<name>", "first", ["GET"]), ("/u/<id>", "second", ["GET"]))
    assert lost(app) == [("second", "first", ["GET", "HEAD"], True)]
    adapter = app.url_map.bind("localhost")
    assert adapter.match("/u/1", "GET")[0] == adapter.match("/u/x", "HEAD")[0] == "first"


def test_some_methods_may_be_lost_and_others_not() -> None:
    """The rule still answers the rest; OPTIONS, which each rule has, does not count."""
    app = app_of(("/x", "read", ["GET"]), ("/x", "both", ["GET", "POST"]), ("/x", "write", ["PUT"]))
    assert lost(app) == [("both", "read", ["GET", "HEAD"], False)]
    assert app.url_map.bind("localhost").match("/x", "POST")[0] == "both"


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [("/u/<int:n>", "/u/<n>", "/u/x"), ("/u/new", "/u/<n>", "/u/x"), ("/a", "/a/", "/a/")],
)
def test_rules_that_differ_are_not_reported(one: str, other: str, path: str) -> None:
    """Werkzeug tries them one after the other: there is a path for the second one."""
    app = app_of((one, "first", ["GET"]), (other, "second", ["GET"]))
    assert lost(app) == []
    assert app.url_map.bind("localhost").match(path, "GET")[0] == "second"


def test_a_converter_that_refuses_values_leaves_them_to_no_other_rule() -> None:
    """Werkzeug looks for no other rule once the texts fit: the second one is lost."""
    app = app_of(("/u/<int(max=5):n>", "first", ["GET"]), ("/u/<int:m>", "second", ["GET"]))
    assert lost(app) == [("second", "first", ["GET", "HEAD"], True)]
    with pytest.raises(NotFound):
        app.url_map.bind("localhost").match("/u/6", "GET")


def test_a_rule_that_takes_fewer_paths_hides_no_other() -> None:
    """A strict rule leaves the path with a slash to one that is not."""
    app = Flask(__name__, static_folder=None)
    app.url_map.add(Rule("/x", endpoint="strict", methods=["GET"], strict_slashes=True))
    app.url_map.add(Rule("/x", endpoint="lax", methods=["GET"], strict_slashes=False))
    assert lost(app) == []
    assert app.url_map.bind("localhost").match("/x/", "GET")[0] == "lax"


def test_rules_that_match_in_their_own_way_are_not_judged() -> None:
    """Nothing is known of them, so nothing is said."""

    class Odd(Rule):
        def compile(self) -> None:
            super().compile()

    app = Flask(__name__, static_folder=None)
    app.url_map.add(Odd("/x", endpoint="odd"))
    assert shadowed_rules(app.url_map) is None
    assert shadowed_rules(object()) is None
