"""Serves an app on Waitress without any probe: `plain_server.py APP WAITRESS`, in the app's working folder.

It runs on the app's own interpreter (Python 3.9 and later) and prints the port once it serves. APP is what
`flask --app` would be given, or empty; an app that is not a Flask app is imported by its name. WAITRESS is
the folder in which Waitress is if the interpreter has none.
"""

from __future__ import annotations

import importlib
import os
import runpy
import sys
import threading
from typing import Any


def load(spec: str) -> Any:
    """Return the WSGI application, as Flask finds it or by its name."""
    sys.path.insert(0, os.getcwd())
    try:
        from flask.cli import ScriptInfo, load_dotenv  # noqa: PLC0415 - the app may not be a Flask app

        load_dotenv()
        return ScriptInfo(app_import_path=spec or os.environ.get("FLASK_APP")).load_app()
    except Exception as problem:
        app = load_other(spec)
        if app is None:
            raise problem from None
        return app


def load_other(spec: str) -> Any:
    """Return an application that is not a Flask app, or None."""
    name, _, attribute = spec.partition(":")
    names = runpy.run_path(name) if name.endswith(".py") else vars(importlib.import_module(name or "app"))
    if attribute.endswith("()"):
        return names[attribute[:-2]]()
    return names.get(attribute or "application") or names.get("app")


def main(spec: str, waitress_folder: str) -> None:
    """Load the app, print the port, and serve until standard input ends."""
    del sys.path[0]  # the folder of this file, with modules of ours
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    app = load(spec)
    try:
        import waitress  # noqa: PLC0415 - after the app, as it is with `flask run`
    except ImportError:
        sys.path.append(waitress_folder)
        import waitress  # noqa: PLC0415 - as above

        sys.path.remove(waitress_folder)  # an app may list what is installed
    app = app if callable(app) else app.server  # Dash 2
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(f"PORT {server.effective_port}", flush=True)
    os.dup2(2, 1)  # nobody reads what the app prints
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
