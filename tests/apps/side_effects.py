"""An app that prints and calls `app.run()` at import, and forks, exits and starts threads in its views."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import Any

from flask import Flask

app = Flask(__name__)
log = logging.getLogger("side_effects")
print("printed at import")


@app.route("/thread")
def thread() -> str:
    """Log from another thread, then from the view."""
    other_thread = threading.Thread(target=lambda: log.warning("from the thread"))
    other_thread.start()
    other_thread.join()
    log.warning("from the view")
    return "threaded"


@app.route("/fork")
def fork() -> str:
    """Fork; the child logs and exits."""
    child = os.fork()
    if child == 0:
        log.warning("from the child")
        os._exit(7)
    _, status = os.waitpid(child, 0)
    return str(os.waitstatus_to_exitcode(status))


@app.route("/exit")
def leave() -> Any:
    """Exit the process during the request."""
    log.warning("leaving")
    os._exit(9)


@app.route("/input")
def standard_input() -> str:
    """Return what standard input contains."""
    return repr(sys.stdin.read())


app.run(port=1)
