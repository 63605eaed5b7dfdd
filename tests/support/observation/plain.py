"""Serve the application beside this file with Waitress, as `flask run` would start it; print the port."""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Serve until standard input ends."""
    sys.path[0] = str(FOLDER)
    sys.argv[:] = [os.path.join(os.path.dirname(sys.executable), "flask"), "run"]
    sys.orig_argv[:] = [sys.executable, *sys.argv]
    os.chdir(FOLDER)
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    import flask  # noqa: F401 - the command has it loaded
    import waitress
    from app import app  # type: ignore[import-not-found]  # beside this file

    server = waitress.create_server(app, host="127.0.0.1", port=0, clear_untrusted_proxy_headers=False)
    print(f"port {server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
