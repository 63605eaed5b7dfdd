"""Tests of the list of routes that a bench without a chosen exchange shows."""

from server.model.guest import Route
from server.web.bench.route_list import choosable, listed


def route(rule: str, endpoint: str = "view", methods: tuple[str, ...] = ("GET",), *names: str) -> Route:
    """Return a rule."""
    return Route(rule=rule, endpoint=endpoint, methods=methods, arguments=names)


def test_the_routes_are_sorted_with_static_files_last() -> None:
    """By path; the static files of the app and of its blueprints come after everything else."""
    rules = (
        route("/static/<path:filename>", "static"),
        route("/b"),
        route("/a/static/<path:filename>", "shop.static"),
        route("/a", "statics"),
    )
    assert [each.rule for each in listed(rules)] == [
        "/a",
        "/b",
        "/a/static/<path:filename>",
        "/static/<path:filename>",
    ]


def test_only_a_get_without_arguments_is_sent_from_the_list() -> None:
    """Everything else needs values or a body first; a rule with unprintable characters is not sent either."""
    rules = (
        route("/a", methods=("GET", "HEAD", "OPTIONS")),
        route("/b/<int:id>", "view", ("GET",), "id"),
        route("/c", methods=("DELETE", "OPTIONS")),
        route("/d\u202e"),
    )
    assert [each.sendable for each in listed(rules)] == [True, False, False, False]


def test_the_method_of_a_route_is_get_where_it_takes_it() -> None:
    """Flask's own HEAD and OPTIONS are shown only where there is nothing else."""
    assert [each.method for each in listed((route("/", methods=("DELETE", "GET", "HEAD")),))] == ["GET"]
    assert choosable(route("/", methods=("OPTIONS",))) == ("OPTIONS",)
    assert choosable(route("/", methods=())) == ("GET",)
