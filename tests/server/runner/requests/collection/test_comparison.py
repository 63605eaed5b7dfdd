"""Tests of comparing saved requests with routes."""

import pytest

from server.model.guest import Route
from server.runner.requests.collection.comparison import compare, name_of, request_of, rule_of
from server.runner.requests.collection.folder import CollectedFile
from server.runner.requests.collection.http_file import BrokenFile, FileFault, SavedRequest


def route(rule: str, *methods: str, endpoint: str = "view") -> Route:
    """Return a route with the methods that Flask adds."""
    return Route(
        rule=rule, endpoint=endpoint, methods=(*(methods or ("GET",)), "HEAD", "OPTIONS"), arguments=()
    )


def saved(method: str, target: str, rule: str = "") -> CollectedFile:
    """Return a saved request, named like its path."""
    return CollectedFile(name=target, content=SavedRequest(method=method, target=target, rule=rule))


def test_each_method_of_a_route_needs_a_request() -> None:
    """But not those that Flask adds, and not static files; a route with only these has them."""
    routes = (
        route("/login", "GET", "POST"),
        route("/static/<path:filename>", endpoint="shop.static"),
        route("/probe", endpoint="probe"),
    )
    check = compare([saved("GET", "/login"), saved("HEAD", "/probe")], routes)
    assert [(method, each.rule) for method, each in check.new] == [("POST", "/login"), ("GET", "/probe")]
    assert check.differs
    assert not check.gone


def test_a_request_belongs_to_the_route_that_it_names() -> None:
    """Without one, to the route that takes its path; variables are values."""
    routes = (route("/items/<int:id>"), route("/items/<name>.<ext>"), route("/files/<path:file>/raw"))
    files = [
        saved("GET", "/anything", "/items/<int:id>"),
        saved("GET", "/items/{{name}}.png?x=1"),
        saved("GET", "/files/a/b/c/raw"),
    ]
    check = compare(files, routes)
    assert not check.differs


def test_what_is_gone_and_what_has_changed() -> None:
    """A rule with another converter, a method that is no longer taken, and a path that nothing takes."""
    routes = (route("/items/<slug>"), route("/cart", "POST"))
    files = [
        saved("GET", "/items/7", "/items/<int:id>"),
        saved("GET", "/cart", "/cart"),
        saved("GET", "/old", "/old"),
        CollectedFile(name="broken", content=BrokenFile(fault=FileFault.HEADER, line=2)),
    ]
    check = compare(files, routes)
    assert [(each.name, each.former, each.rule, each.methods) for each in check.changed] == [
        ("/items/7", "/items/<int:id>", "/items/<slug>", ("GET",)),
        ("/cart", "/cart", "/cart", ("POST",)),
    ]
    assert [name for name, _ in check.gone] == ["/old"]
    assert [name for name, _ in check.broken] == ["broken"]


@pytest.mark.parametrize(
    ("rule", "target", "fits"),
    [
        ("/", "/", True),
        ("/a/<x>", "/a/", False),
        ("/a/<x>", "/a/b/c", False),
        ("/a/<path:x>", "/a/b/c", True),
        ("/<any(a, b):x>/c", "/a/c", True),
        ("/v<int:n>-<name>", "/v1-two", True),
        ("/v<int:n>-<name>", "/v1-", False),
        ("/a.b", "/aXb", False),
        ("/<x>", "/y#frag", True),
        ("/<a><b>", "/xy", True),
        ("/<a><b>", "/x", False),
    ],
)
def test_a_path_fits_a_rule(rule: str, target: str, fits: bool) -> None:
    """Converters count only as far as slashes go."""
    assert bool(rule_of("GET", target, (route(rule),))) is fits


def test_a_hostile_rule_is_compared_in_one_pass() -> None:
    """A rule of many arguments, and a path that almost fits."""
    rule = "/" + "".join(f"<path:a{number}>x" for number in range(500)) + "y"
    assert rule_of("GET", "/" + "ax" * 50_000, (route(rule),)) == ""


def test_a_request_for_a_route_has_variables_for_its_arguments() -> None:
    """Its title is what the docstring says, its file is named like the endpoint."""
    made = Route(
        rule="/items/<int(min=1):id>/<path:rest>",
        endpoint="shop.item",
        methods=("GET",),
        arguments=(),
        summary="Show.",
    )
    assert request_of("GET", made) == SavedRequest(
        method="GET", target="/items/{{id}}/{{rest}}", title="Show.", rule=made.rule
    )
    assert name_of("GET", made) == "shop/item GET"
