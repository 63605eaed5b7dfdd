"""What the URL map of the app and its functions say without a request: lost rules, views, decorators."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from ..describe.functions import name_of
from ..describe.static_access import instance_dict, is_a
from ..guest.routes import apps_behind, rules_of
from . import blueprints, decorators, shadowing

ROUTES_LIMIT = 1000
TEXT_LIMIT = 300


def answer(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Return the rules of all mounted apps with what is odd about them, and views that no rule leads to."""
    rules: list[dict[str, Any]] = []
    shadowed: list[dict[str, Any]] | None = []
    unused: list[dict[str, Any]] = []
    seen: dict[int, tuple[list[Any], list[Any]]] = {}
    for below, mounted in apps_behind(app):
        views = views_of(mounted)
        found = rules_of(mounted)
        for rule in found[: max(0, ROUTES_LIMIT - len(rules))]:
            rules.append(described(below, rule, views.get(rule.endpoint), seen))
        lost = shadowing.shadowed_rules((instance_dict(mounted) or {}).get("url_map"))
        shadowed = None if shadowed is None or lost is None else shadowed + lost
        unused += without_rule(found, views)
    return {
        "rules": rules,
        "shadowed": shadowed if shadowed is None else shadowed[:ROUTES_LIMIT],
        "unused": unused[:ROUTES_LIMIT],
        "blueprints": blueprints.unregistered(mounted for _, mounted in apps_behind(app)),
    }


def views_of(app: Any) -> dict[Any, Any]:
    """Return the views of an app by their endpoints; none if they are in a registry of the app's own kind."""
    views = (instance_dict(app) or {}).get("view_functions")
    return dict(views) if type(views) is dict else {}


def described(
    below: str, rule: Any, view: Any, seen: dict[int, tuple[list[Any], list[Any]]]
) -> dict[str, Any]:
    """Return a rule with the decorators of its view; `seen` holds those of views that have had a rule."""
    if id(view) not in seen:
        seen[id(view)] = decorators.below_route(view), decorators.above_route(view)
    applied, ignored = seen[id(view)]
    return {
        "rule": (below + rule.rule)[:TEXT_LIMIT],
        "endpoint": str(rule.endpoint)[:TEXT_LIMIT],
        "methods": None if rule.methods is None else sorted(rule.methods),
        "decorators": applied,
        "above": ignored,
    }


def without_rule(rules: list[Any], views: dict[Any, Any]) -> list[dict[str, Any]]:
    """Return the views of an app whose endpoints no rule names."""
    led_to = {rule.endpoint for rule in rules}
    return [
        {"endpoint": str(endpoint)[:TEXT_LIMIT], **decorators.place_of(view)}
        for endpoint, view in views.items()
        if endpoint not in led_to and is_view(view)
    ]


def is_view(view: Any) -> bool:
    """Return whether something in the registry of views is a function, and not Flask's own for files."""
    return type(view) is FunctionType or (not is_a(view, type) and name_of(view) != "send_static_file")
