"""The URL rules of the guest's app, with which the host completes URLs."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any

from ..describe.functions import definition_of
from ..describe.static_access import instance_dict, is_a, stored
from ..patch import flask_phases
from ..sensors.view import resolve_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROUTES_LIMIT = 1000
# The characters of one rule, of one name in it, and of all rules together.
RULE_LIMIT = 2_000
NAME_LIMIT = 200
NAMES_LIMIT = 40
# The characters of the first line of a docstring, and of the path of a file.
SUMMARY_LIMIT = 200
FILE_LIMIT = 1_000
TOTAL_LIMIT = 300_000


def routes_of(app: Any) -> tuple[list[dict[str, Any]], int]:
    """Return the rules of a Flask app, of those that a dispatcher mounts, or of the only one there is.

    Also return how many were left out because they are too many or too long.
    """
    found: list[dict[str, Any]] = []
    left_out = size = 0
    for below, mounted in apps_behind(app):
        views: Any = (instance_dict(mounted) or {}).get("view_functions")
        for rule in rules_of(mounted):
            view = dict.get(views, rule.endpoint) if is_a(views, dict) else None
            methods = bounded_names(rule.methods or ())
            chosen = next((name for name in methods if name not in ("HEAD", "OPTIONS")), "GET")
            handler = resolve_view(view, "GET" if "GET" in methods else chosen)[1]
            summary = summary_of(view) or summary_of(handler)
            file, line = definition_of(handler)
            length = len(below) + len(rule.rule) + len(str(rule.endpoint)) + len(summary)
            if len(found) == ROUTES_LIMIT or length > RULE_LIMIT or size + length > TOTAL_LIMIT:
                left_out += 1
                continue
            size += length
            found.append(
                {
                    "rule": below + rule.rule,
                    "endpoint": str(rule.endpoint),
                    "methods": methods,
                    "arguments": bounded_names(rule.arguments),
                    "summary": summary,
                    "file": None if file is None else file[:FILE_LIMIT],
                    "line": line,
                }
            )
    return found, left_out


def summary_of(view: Any) -> str:
    """Return the first line of a function's docstring, "" where it has none."""
    doc = view.__doc__ if type(view) is FunctionType else stored(view, "__doc__")
    return doc.strip()[:SUMMARY_LIMIT].partition("\n")[0].strip() if type(doc) is str else ""


def bounded_names(names: Iterable[str]) -> list[str]:
    """Return the names in alphabetical order, as far as they are not too many or too long."""
    return [name[:NAME_LIMIT] for name in sorted(names)[:NAMES_LIMIT]]


def rules_of(app: Any) -> list[Any]:
    """Return the rules of the URL map of an app that can be requested."""
    url_map: Any = (instance_dict(app) or {}).get("url_map")
    if not hasattr(url_map, "iter_rules"):
        return []
    return [rule for rule in url_map.iter_rules() if not rule.build_only]


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
