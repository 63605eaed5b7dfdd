"""The servers that are recognised, each patched when the guest imports its module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from ..patch.import_hooks import when_imported
from . import server_objects, serving_functions
from .server_calls import FAULT_NAME

if TYPE_CHECKING:
    from types import ModuleType

PATCHES: tuple[tuple[str, Callable[[ModuleType], None]], ...] = (
    ("werkzeug.serving", serving_functions.patch_run_simple),
    ("werkzeug.serving", server_objects.patch_werkzeug_server),
    ("waitress", serving_functions.patch_waitress_serve),
    ("waitress", server_objects.patch_waitress_server),
    ("bottle", serving_functions.patch_bottle),
    ("wsgiref.simple_server", server_objects.patch_wsgiref),
    ("gunicorn.app.base", serving_functions.patch_gunicorn),
    ("gevent.pywsgi", server_objects.patch_gevent),
    ("flask_socketio", serving_functions.patch_socketio),
    ("eventlet.wsgi", serving_functions.patch_eventlet),
    ("cheroot.wsgi", serving_functions.patch_cheroot),
    ("tornado.httpserver", server_objects.patch_tornado),
)


def watch_servers() -> None:
    """Patch each server as soon as the guest imports it, or now if it has."""
    for name, patch in PATCHES:
        when_imported(FAULT_NAME, name, patch)
