"""Tests of the assembled workbench."""

import ast
import inspect
from collections import Counter

from server import app as app_module
from server.web import blueprints
from tests.support.workbench_client import WorkbenchClient


def test_create_app_imports_and_registers_each_thing_once() -> None:
    """No module is imported twice under two names, and no statement of `create_app` occurs twice."""
    tree = ast.parse(inspect.getsource(app_module))
    imported = Counter(
        f"{node.module}.{name.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    )
    create_app = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
    statements = Counter(ast.unparse(statement) for statement in create_app.body)
    assert [name for name, count in (imported + statements).items() if count > 1] == []


def test_no_hook_runs_twice_for_a_request(workbench: WorkbenchClient) -> None:
    """A module that is registered twice would add its hooks twice."""
    app = workbench.app
    hooks = [
        *app.before_request_funcs.get(None, []),
        *app.after_request_funcs.get(None, []),
        *app.teardown_request_funcs.get(None, []),
        *app.teardown_appcontext_funcs,
        *app.template_context_processors[None],
    ]
    names = Counter(f"{hook.__module__}.{hook.__qualname__}" for hook in hooks)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_blueprint_is_registered(workbench: WorkbenchClient) -> None:
    """The app has the blueprints of the registry, and no others."""
    assert tuple(workbench.app.blueprints.values()) == blueprints.ALL


def test_no_two_routes_answer_the_same_address(workbench: WorkbenchClient) -> None:
    """Of two routes with the same rule and method the second would never be called."""
    routes = Counter(
        (rule.rule, method)
        for rule in workbench.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )
    assert [route for route, count in routes.items() if count > 1] == []
