"""Which URL rule of the app a method and an address lead to, as the guest's own Werkzeug decides.

Nothing of the app is run for it: where a converter, a kind of rule or a redirect is code of the app, the
answer says which one decides instead.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any
from urllib.parse import unquote_to_bytes

from ..describe.describe import describe_all
from ..describe.functions import name_of
from ..describe.static_access import class_name, module_of
from ..guest.routes import apps_behind
from ..sensors.routing.rule_match import RuleMatcher
from ..sensors.routing.sensor import (
    MapExplainer,
    RoutingResult,
    blueprint_of,
    clip,
    error_facts,
    is_compiled_otherwise,
    match_request_of,
)


def answer(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Return how the request of a question would be routed.

    `routing` is the body of a `routing` event. `decided_by` is the code of the app that decides, which is not
    run; `routing` then names no rule. `refused` is why Flask would not route the request at all.
    """
    from flask import Flask
    from flask.wrappers import Request

    path = str(question["path"])
    below, mounted = mounted_for(app, path)
    environ = environ_of(question, below, path)
    if type(mounted).create_url_adapter is not Flask.create_url_adapter:
        return undecided(None, f"{class_name(type(mounted))}.create_url_adapter", below)
    try:
        adapter = Flask.create_url_adapter(mounted, Request(environ))
    except http_exception() as error:
        return {"routing": None, "decided_by": None, "refused": type(error).__name__, "below": below}
    explainer = MapExplainer(adapter.map)
    code = code_that_decides(adapter, explainer)
    if code is not None:
        result = RoutingResult(None, None, None)
        return undecided(body(mounted, adapter, explainer, result, None, {}), code, below)
    try:
        rule, arguments = adapter.match(return_rule=True)
        routing = body(mounted, adapter, explainer, RoutingResult(rule, None, None), None, arguments)
    except http_exception() as error:
        result = RoutingResult(None, error_facts(error)[2], None)
        routing = body(mounted, adapter, explainer, result, error, {})
    return {"routing": routing, "decided_by": None, "refused": None, "below": below}


def mounted_for(app: Any, path: str) -> tuple[str, Any]:
    """Return the app that a dispatcher would ask for a path, and where it is mounted."""
    fitting = [
        (below, mounted)
        for below, mounted in apps_behind(app)
        if not below or path == below or path.startswith(below + "/")
    ]
    return max(fitting, key=lambda each: len(each[0]))


def environ_of(question: dict[str, Any], below: str, path: str) -> dict[str, Any]:
    """Return the WSGI environ of the request in a question."""
    host = str(question["host"])
    scheme = "https" if question.get("scheme") == "https" else "http"
    name, _, port = host.rpartition(":") if ":" in host else (host, "", "")
    return {
        "REQUEST_METHOD": str(question["method"]).upper(),
        "SCRIPT_NAME": below,
        "PATH_INFO": unquote_to_bytes(path[len(below) :]).decode("latin-1"),
        "QUERY_STRING": str(question.get("query", "")),
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def http_exception() -> type[Exception]:
    """Return the class of exceptions with which routing says no."""
    from werkzeug.exceptions import HTTPException

    return HTTPException


def code_that_decides(adapter: Any, explainer: MapExplainer) -> str | None:
    """Return the code of the app that Werkzeug would call to route the request; None if there is none."""
    if not module_of(type(adapter.map)).startswith("werkzeug."):
        return class_name(type(adapter.map))
    request = match_request_of(adapter)
    fitting = {"matched", "slash"}
    reached = set()
    for rule, matcher in explainer.matchers:
        if is_compiled_otherwise(type(rule)):
            return class_name(type(rule))
        if matcher is None or matcher.match(request, None)["outcome"] in fitting:
            reached.add(rule.endpoint)
    for rule, matcher in explainer.matchers:
        if rule.endpoint in reached and (code := own_code(rule, matcher)) is not None:
            return code
    return None


def own_code(rule: Any, matcher: RuleMatcher | None) -> str | None:
    """Return a converter or a function of the app that this rule would call; None if there is none."""
    if rule.redirect_to is not None and not isinstance(rule.redirect_to, str):
        return name_of(rule.redirect_to)
    for converter in rule._converters.values():
        if not module_of(type(converter)).startswith("werkzeug."):
            return class_name(type(converter))
    return None if matcher is not None else rule.rule


def undecided(routing: dict[str, Any] | None, code: str, below: str) -> dict[str, Any]:
    """Return the answer where code of the app decides."""
    return {"routing": routing, "decided_by": code[:200], "refused": None, "below": below}


def body(  # noqa: PLR0913, PLR0917 - what a routing event consists of
    app: Any,
    adapter: Any,
    explainer: MapExplainer,
    result: RoutingResult,
    error: BaseException | None,
    arguments: dict[str, Any],
) -> dict[str, Any]:
    """Return the body of a `routing` event."""
    rule = result.winner
    error_name, allowed, redirect = error_facts(error)
    endpoint = None if rule is None else str(rule.endpoint)
    return {
        "matched": rule is not None,
        "endpoint": clip(endpoint),
        "rule": None if rule is None else clip(rule.rule),
        "blueprint": None if endpoint is None else clip(blueprint_of(app, endpoint)),
        "args": describe_all(arguments),
        "error": error_name,
        "allowed": allowed,
        "redirect": clip(redirect),
        "by": None,
        "tried": json.loads(explainer.explain(match_request_of(adapter), result)),
        "omitted": explainer.size - len(explainer.matchers),
    }
