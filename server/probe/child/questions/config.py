"""The settings of the app that the host asks about; of secrets only lengths, and which are in a list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..describe.static_access import instance_dict, is_a, items_of, stored, type_name
from ..guest.routes import apps_behind
from . import code_uses

TEXT_LIMIT = 500
NAMES_LIMIT = 200
# Numbers above this are no setting that anybody means.
LARGEST = 2.0**53


def answer(app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the app that answers at the root, by the names in the question.

    `values` and `secrets` of the question are names of settings, `listed` is a list of keys that many apps
    have: of a secret is told its length, and its place in that list.
    """
    from flask import Flask
    from flask.sessions import SecureCookieSessionInterface

    main = next(inner for below, inner in apps_behind(app) if not below)
    config: Any = (instance_dict(main) or {}).get("config")
    if not is_a(main, Flask) or not is_a(config, dict):
        raise TypeError("the app has no configuration of Flask")
    settings = dict(config)
    listed = [str(each) for each in question["listed"]]
    defaults = Flask.default_config
    fallbacks = items_of(settings.get("SECRET_KEY_FALLBACKS")) or []
    interface = stored(main, "session_interface")
    return {
        "values": {
            name: {"known": name in defaults, **described(settings, name)}
            for name in map(str, question["values"][:NAMES_LIMIT])
        },
        "secrets": {
            name: {"set": settings.get(name) is not None, **measured(settings.get(name), listed)}
            for name in map(str, question["secrets"][:NAMES_LIMIT])
        },
        "fallbacks": [measured(each, listed) for each in fallbacks[:NAMES_LIMIT]],
        "uses": code_uses.uses(main),
        "signed_sessions": is_a(interface, SecureCookieSessionInterface),
        "packages": {str(name): version_of(str(name)) for name in question["packages"][:NAMES_LIMIT]},
    }


def described(settings: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a setting as text, number or truth, whichever it is; of other kinds only the type."""
    value = settings.get(name)
    seconds: Any = value.total_seconds() if type(value) is timedelta else value
    is_number = type(seconds) in (int, float) and abs(seconds) < LARGEST
    return {
        "set": name in settings,
        "type": type_name(value),
        "text": value[:TEXT_LIMIT] if type(value) is str else None,
        "number": seconds if is_number else None,
        "truth": value if type(value) is bool else None,
    }


def measured(value: Any, listed: list[str]) -> dict[str, Any]:
    """Return the length of a key in bytes, and its place in a list of keys; None where it is no text."""
    key = value.encode("utf-8", "surrogatepass") if type(value) is str else value
    if type(key) is not bytes:
        return {"length": None, "listed": None}
    encoded = [each.encode() for each in listed]
    return {"length": len(key), "listed": encoded.index(key) if key in encoded else None}


def version_of(package: str) -> str | None:
    """Return the version of an installed package, or None."""
    from importlib import metadata

    try:
        return metadata.version(package)[:TEXT_LIMIT]
    except metadata.PackageNotFoundError:
        return None
