"""Tests of which routes are requested."""

import pytest

from server.model.guest import Route
from server.tools.access.plan import MOST_ROUTES, planned


def route(rule: str, endpoint: str = "page", methods: tuple[str, ...] = ("GET", "HEAD")) -> Route:
    """Return a route of a guest."""
    arguments = tuple(part.rpartition(":")[2] for part in rule.replace(">", "<").split("<")[1::2])
    return Route(rule=rule, endpoint=endpoint, methods=methods, arguments=arguments)


def test_only_get_routes_are_requested() -> None:
    """Without those of static files, in the order of their rules."""
    found = planned(
        [
            route("/z"),
            route("/a", methods=("POST",)),
            route("/static/<path:filename>", "shop.static"),
            route("/b"),
        ]
    )
    assert [each.rule for each in found] == ["/b", "/z"]
    assert len(planned([route(f"/{number}") for number in range(MOST_ROUTES + 5)])) == MOST_ROUTES


@pytest.mark.parametrize(
    ("rule", "seen", "path"),
    [
        ("/a b", [], "/a%20b"),
        ("/items/<int:number>", ["/items/x", "/items/7", "/items/8"], "/items/7"),
        ("/items/<int(max=5):number>", ["/items/3"], "/items/3"),
        ("/users/<name>/edit", ["/users/a/b/edit", "/users/ada/edit"], "/users/ada/edit"),
        ("/files/<path:rest>", ["/files/a/b"], "/files/a/b"),
        ("/a.b/<x>", ["/aXb/1"], ""),
        ("/items/<int:number>", [], ""),
    ],
)
def test_values_are_those_of_paths_that_were_seen(rule: str, seen: list[str], path: str) -> None:
    """Without one the user is asked."""
    assert planned([route(rule)], seen)[0].path == path


@pytest.mark.parametrize(
    ("rule", "endpoint", "harmful"),
    [
        ("/logout", "bye", True),
        ("/x", "auth.log_out", True),
        ("/items/<int:id>/delete", "item", True),
        ("/about/outlook", "about", False),
        ("/<logout>", "page", False),
        ("/login", "login", False),
    ],
)
def test_routes_that_sound_harmful_are_not_chosen(rule: str, endpoint: str, harmful: bool) -> None:
    """Whole words count, not the names of arguments."""
    assert planned([route(rule, endpoint)])[0].is_harmful is harmful
