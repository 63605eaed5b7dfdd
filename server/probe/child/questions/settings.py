"""The settings in force in the app, each with where it came from."""

from __future__ import annotations

from typing import Any

from ..describe.describe import describe
from ..describe.static_access import MISSING, instance_dict, is_a, stored, stored_text
from ..guest.routes import apps_behind
from ..sensors.config.sources import SettingSource, sources

SETTINGS_LIMIT = 500
TEXT_LIMIT = 300
VALUE_LIMIT = 500

DEBUG_VARIABLE = "FLASK_DEBUG"
"""The variable that decides the default of `DEBUG`."""


def answer(app: Any, _question: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the app that answers at the root, in alphabetical order."""
    from flask import Flask

    main = next(inner for below, inner in apps_behind(app) if not below)
    config: Any = (instance_dict(main) or {}).get("config")
    if not is_a(main, Flask) or not is_a(config, dict):
        raise TypeError("the app has no configuration of Flask")
    names = sorted(name for name in dict.copy(config) if type(name) is str)
    known = sources.of(config)
    defaults = stored(main, "default_config")
    return {
        "app": (stored_text(main, "import_name") or "")[:TEXT_LIMIT],
        "settings": [
            described(name, dict.get(config, name), known.get(name), defaults)
            for name in names[:SETTINGS_LIMIT]
        ],
        "omitted": max(len(names) - SETTINGS_LIMIT, 0),
    }


def described(name: str, value: Any, source: SettingSource | None, defaults: Any) -> dict[str, Any]:
    """Return one setting; what was changed behind the methods has an unknown source."""
    if source is None or is_set_as_by_flask_run(name, source):
        source = default_source(name, value, defaults)
    elif source.value_id != id(value):
        source = SettingSource("unknown", "", None, None)
    return {
        "name": name[:TEXT_LIMIT],
        "value": describe(value, VALUE_LIMIT),
        "how": source.how,
        "origin": source.origin,
        "library": source.library,
        "caller": source.caller,
    }


def is_set_as_by_flask_run(name: str, source: SettingSource) -> bool:
    """Return whether it is the probe that has set `DEBUG`, as `flask run` does after the import."""
    return name == "DEBUG" and source.caller is None and source.library is None


def default_source(name: str, value: Any, defaults: Any) -> SettingSource:
    """Return that a setting has its default, or that its source is not known."""
    if is_a(defaults, dict) and dict.get(defaults, name, MISSING) is value:
        return SettingSource("default", "", None, None)
    if name == "DEBUG" and type(value) is bool:
        return SettingSource("default", DEBUG_VARIABLE, None, None)
    return SettingSource("unknown", "", None, None)
