"""Blueprints of the app's own modules that no app has registered, with the views that are thereby lost."""

from __future__ import annotations

import sys
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.static_access import instance_dict, is_a
from ..patch import flask_phases
from .decorators import contents, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

BLUEPRINTS_LIMIT = 100
VIEWS_LIMIT = 200


def unregistered(apps: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the blueprints in variables of the app's own modules that are registered nowhere."""
    from flask import Blueprint

    registered = {id(each) for app in [*apps, *flask_phases.created_apps()] for each in registered_in(app)}
    found: dict[int, dict[str, Any]] = {}
    for module, namespace in own_modules():
        for variable, value in list(dict.items(namespace)):
            if is_a(value, Blueprint) and id(value) not in registered and id(value) not in found:
                found[id(value)] = {"module": module, "variable": str(variable), **described(value)}
    nested = {id(inner) for value in found_blueprints() for inner in nested_in(value)}
    return [each for number, each in found.items() if number not in nested][:BLUEPRINTS_LIMIT]


def own_modules() -> list[tuple[str, dict[str, Any]]]:
    """Return names and namespaces of the modules that are the app's own."""
    found = []
    for name, module in list(sys.modules.items()):
        namespace = instance_dict(module) if type(module) is ModuleType else None
        file = dict.get(namespace, "__file__") if namespace is not None else None
        if namespace is not None and type(file) is str and ownership.is_own(file):
            found.append((name, namespace))
    return found


def found_blueprints() -> list[Any]:
    """Return all blueprints in variables of the app's own modules."""
    from flask import Blueprint

    return [
        value
        for _, namespace in own_modules()
        for value in list(dict.values(namespace))
        if is_a(value, Blueprint)
    ]


def registered_in(app: Any) -> list[Any]:
    """Return the blueprints of an app, also those inside others."""
    blueprints: Any = (instance_dict(app) or {}).get("blueprints")
    return list(dict.values(blueprints)) if is_a(blueprints, dict) else []


def nested_in(blueprint: Any) -> list[Any]:
    """Return the blueprints that a blueprint would register with itself."""
    inside = (instance_dict(blueprint) or {}).get("_blueprints")
    return [each[0] for each in inside if type(each) is tuple and each] if type(inside) is list else []


def described(blueprint: Any) -> dict[str, Any]:
    """Return the name of a blueprint and its views."""
    attributes = instance_dict(blueprint) or {}
    deferred = attributes.get("deferred_functions")
    views = [view for view in map(view_in, deferred if type(deferred) is list else ()) if view is not None]
    return {"name": str(attributes.get("name", ""))[:300], "views": views[:VIEWS_LIMIT]}


def view_in(deferred: Any) -> dict[str, Any] | None:
    """Return rule and place of the view that a deferred function of Flask would register; None for others."""
    if type(deferred) is not FunctionType:
        return None
    held = {
        name: contents(cell) for name, cell in zip(deferred.__code__.co_freevars, deferred.__closure__ or ())
    }
    rule, view = held.get("rule"), held.get("view_func")
    if type(rule) is not str or view is None:
        return None
    return {"rule": rule[:300], **place_of(view)}
