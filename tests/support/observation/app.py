"""All apps of the tests and all labs as one WSGI application, which also tells the state of its process.

It runs in a guest under the probe, and in `plain.py` without it: it may import nothing of Fumehood.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))
import state  # type: ignore[import-not-found]  # noqa: E402 - beside this file

sys.path.remove(str(FOLDER))
ROOT = FOLDER.parents[2]
APPS = ROOT / "tests" / "apps"
LABS = ROOT / "server" / "handbook" / "labs"
PATHS_PER_APP = 8
NOW = 1_800_000_000.0

SKIPPED_PATHS = (
    "/smtplib_app/order",  # it waits for mail that another request sends
    "/background-server/quit",  # it waits for a server that is not there
    "/scaling/board",  # it sleeps for two seconds
    "/arrays/fahrenheit",  # it tells how long something took
    "/arrays/sum",  # as above
)
SKIPPED_APPS = (
    "shallow.py",  # it lowers the limit of recursion for all apps of the process
    "base_exceptions.py",  # plain Waitress never answers
    "broken",  # they cannot be imported
    "celery_app",  # it needs a broker
    "eventlet_app.py",  # it patches the process
    "gevent_app.py",  # as above
    "gevent_websocket_app.py",  # as above
    "greenlet_socketio_app.py",  # as above
    "hostile",  # they break the process that they run in
    "hanging_view.py",  # it never answers
    "import_by_name.py",  # it is not an app
    "misleading.py",  # it imports another app by its name
    "open_streams.py",  # they never end
    "package",  # it is imported by its name
    "programs",  # they are run, not imported
    "shadows_our_packages",  # it is imported by its name
    "side_effects.py",  # it ends the process
)

statements: list[list[str]] = []
"""What SQLite has executed, request by request, traced below all libraries."""


def add_statement(text: str) -> None:
    """Note a statement of the current request."""
    statements[-1].append(text)


def traced(connect: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that connects and traces what SQLite executes there, below all libraries."""

    def connect_traced(*args: Any, **kwargs: Any) -> Any:
        connection = connect(*args, **kwargs)
        if isinstance(connection, sqlite3.Connection):
            sqlite3.Connection.set_trace_callback(connection, add_statement)
        return connection

    return connect_traced


def load(file: Path, name: str) -> ModuleType:
    """Import a file under a name of its own, with its folder on `sys.path` while it is imported."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before = set(sys.modules)
    sys.path.insert(0, str(file.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
        for other in set(sys.modules) - before:
            origin = getattr(sys.modules[other], "__file__", None) or ""
            if origin.startswith(str(file.parent)):
                del sys.modules[other]
    return module


def app_of(module: ModuleType) -> Any:
    """Return the WSGI application of a module."""
    for name in ("app", "application"):
        if callable(getattr(module, name, None)):
            return getattr(module, name)
    factory = getattr(module, "create_app", None)
    return factory() if callable(factory) else None


def load_all() -> dict[str, Any]:
    """Return every app by the prefix under which it answers."""
    files = [*sorted(APPS.glob("*.py")), *sorted(APPS.glob("*/app.py")), *sorted(LABS.glob("*/*/app.py"))]
    apps = {}
    for number, file in enumerate(files):
        top = file.relative_to(APPS).parts[0] if file.is_relative_to(APPS) else ""
        if top in SKIPPED_APPS:
            continue
        name = file.stem if top.endswith(".py") else file.parent.name
        try:
            found = app_of(load(file, f"{name.replace('-', '_')}_{number}"))
        except Exception as error:
            problems[name] = f"{type(error).__name__}: {error}"
            continue
        if found is not None:
            apps[f"/{name}"] = found
    return apps


def paths() -> list[str]:
    """Return some paths of each app: those of its rules for GET without arguments, and a missing one."""
    found = []
    for prefix, guest in apps.items():
        rules = guest.url_map.iter_rules() if hasattr(guest, "url_map") else ()
        plain = [rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments]
        found += [prefix + path for path in sorted(set(plain))[:PATHS_PER_APP]]
        found.append(f"{prefix}/nowhere")
    return [path for path in found if path not in SKIPPED_PATHS]


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer by the app of the prefix, or with what is known of this process."""
    path = environ["PATH_INFO"]
    if path in OWN_PAGES:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(OWN_PAGES[path](), default=str).encode()]
    statements.append([])
    for prefix, guest in apps.items():
        if path.startswith(prefix + "/"):
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = prefix, path[len(prefix) :]
            answer: Iterable[bytes] = guest(environ, start_response)
            return answer
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"no such app"]


OWN_PAGES: dict[str, Callable[[], Any]] = {
    "/paths": paths,
    "/problems": lambda: problems,
    "/state": state.snapshot,
    "/statements": lambda: statements,
}
problems: dict[str, str] = {}
statements.append([])
sqlite3.connect = sqlite3.dbapi2.connect = traced(sqlite3.connect)
time.time = lambda: NOW
os.environ["TZ"] = "UTC"
apps = load_all()
random.seed(7)
