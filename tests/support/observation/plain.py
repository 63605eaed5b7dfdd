"""Serve the application beside this file with Waitress, in the process that `flask run` would give it.

The port is sent to the one that is named as the argument.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import flask  # noqa: F401 - the command has it loaded
import waitress

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Serve until the process is ended."""
    told = int(sys.argv[1])
    root = str(FOLDER.parents[2])
    sys.path[:] = [str(FOLDER), *(entry for entry in sys.path[1:] if os.path.realpath(entry) != root)]
    sys.argv[:] = [os.path.join(os.path.dirname(sys.executable), "flask"), "run"]
    sys.orig_argv[:] = [sys.executable, *sys.argv]
    os.chdir(FOLDER)
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    from app import app  # type: ignore[import-not-found]  # noqa: PLC0415 - now that all is prepared for it

    server = waitress.create_server(app, host="127.0.0.1", port=0, clear_untrusted_proxy_headers=False)
    with socket.create_connection(("127.0.0.1", told)) as connection:
        connection.sendall(str(server.effective_port).encode())
    server.run()


if __name__ == "__main__":
    main()
