"""The URL rules of the guest's app, with which the host completes URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.static_access import instance_dict
from ..patch import flask_phases

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUTES_LIMIT = 1000


def routes_of(app: Any) -> list[dict[str, Any]]:
    """Return the rules of a Flask app, of those that a dispatcher mounts, or of the only one there is."""
    found = [
        {
            "rule": below + rule.rule,
            "endpoint": str(rule.endpoint),
            "methods": sorted(rule.methods or ()),
            "arguments": sorted(rule.arguments),
        }
        for below, mounted in apps_behind(app)
        for rule in rules_of(mounted)
        if not rule.build_only
    ]
    return found[:ROUTES_LIMIT]


def rules_of(app: Any) -> list[Any]:
    """Return the rules of the URL map of an app, at most as many as are sent."""
    url_map: Any = (instance_dict(app) or {}).get("url_map")
    return list(url_map.iter_rules())[:ROUTES_LIMIT] if hasattr(url_map, "iter_rules") else []


def apps_behind(app: Any) -> Iterator[tuple[str, Any]]:
    """Yield the apps that answer for this one, each with the path that it is mounted at."""
    if type(app).__module__ == "werkzeug.middleware.dispatcher":
        yield from apps_behind(app.app)
        for path, mounted in app.mounts.items():
            yield from ((path + below, inner) for below, inner in apps_behind(mounted))
        return
    made = flask_phases.created_apps()
    is_made = any(app is one for one in made)
    yield "", made[0] if len(made) == 1 and not is_made else app
