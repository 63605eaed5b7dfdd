"""Forgets compiled templates, so that the next request renders what was saved."""

from __future__ import annotations

import sys
from typing import Any

from ..describe.static_access import instance_dict
from ..patch import flask_phases


def forget_templates() -> None:
    """Give each app's Jinja environment an empty cache; an environment that does not exist yet is not made.

    The cache is replaced and not emptied, so that no lock of the app is taken on our thread.
    """
    jinja: Any = sys.modules.get("jinja2.environment")
    for app in flask_phases.created_apps():
        environment = (instance_dict(app) or {}).get("jinja_env")
        cache = getattr(environment, "cache", None)
        if jinja is not None and environment is not None and cache is not None:
            environment.cache = jinja.copy_cache(cache)
