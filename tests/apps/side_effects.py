"""Prints, starts a thread and calls `app.run()` while it is imported, forks and threads in its views."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import Any

from flask import Flask

app = Flask(__name__)
log = logging.getLogger("busy")
print("printed at import")


@app.route("/thread")
def thread() -> str:
    """Logs from a thread of its own."""
    worker = threading.Thread(target=lambda: log.warning("from the thread"))
    worker.start()
    worker.join()
    log.warning("from the view")
    return "threaded"


@app.route("/fork")
def fork() -> str:
    """Forks; the child logs and leaves."""
    child = os.fork()
    if child == 0:
        log.warning("from the child")
        os._exit(7)
    _, status = os.waitpid(child, 0)
    return str(os.waitstatus_to_exitcode(status))


@app.route("/exit")
def leave() -> Any:
    """Ends the process in the middle of a request."""
    log.warning("leaving")
    os._exit(9)


@app.route("/input")
def standard_input() -> str:
    """What standard input holds."""
    return repr(sys.stdin.read())


app.run(port=1)
