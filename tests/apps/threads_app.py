"""Views that let other threads do their work: plain ones, executors, timers and a late one."""

import asyncio
import logging
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial

from flask import Flask, copy_current_request_context, request

app = Flask(__name__)
log = logging.getLogger("work")
own_variable: ContextVar[str] = ContextVar("own_variable", default="unset")
shared = ThreadPoolExecutor(1, thread_name_prefix="shared")
release = threading.Event()
log.warning("imported")


def ask(number: int) -> int:
    """Send a statement, and log the result."""
    found: int = sqlite3.connect(":memory:").execute("SELECT ?", (number,)).fetchone()[0]
    log.warning("asked for %s", found)
    return found


@app.get("/thread")
def thread() -> str:
    """Start a thread, which starts another one, and wait for both."""

    def outer() -> None:
        ask(1)
        inner = threading.Thread(target=ask, args=(2,), name="inner")
        inner.start()
        inner.join()

    started = threading.Thread(target=outer, name="outer")
    started.start()
    started.join()
    return "done"


@app.get("/executor")
def executor() -> str:
    """Submit to a new pool, map over it, and run in the executor of a loop."""

    async def in_loop() -> int:
        return await asyncio.get_running_loop().run_in_executor(None, ask, 5)

    with ThreadPoolExecutor(1, thread_name_prefix="pool") as pool:
        pool.submit(ask, 3).result()
        list(pool.map(ask, (4,)))
    asyncio.run(in_loop())
    return "done"


@app.get("/shared/<int:number>")
def shared_pool(number: int) -> str:
    """Submit to a pool whose thread is that of the first request."""
    return str(shared.submit(ask, number).result())


@app.get("/copied")
def copied() -> str:
    """Use the request in a timer, and a timer without one."""
    paths = []
    timer = threading.Timer(0.0, copy_current_request_context(lambda: paths.append(request.path)))
    timer.start()
    timer.join()
    other = threading.Timer(0.0, partial(ask, 6))
    other.name = "timer"
    other.start()
    other.join()
    return paths[0]


@app.get("/context")
def context() -> dict[str, object]:
    """Say what a thread can tell of the probe."""
    own_variable.set("of the request")
    seen: dict[str, object] = {}

    def look() -> None:
        seen["variable"] = own_variable.get()
        seen["name"] = threading.current_thread().name
        seen["target"] = started.__dict__["_target"] is look

    started = threading.Thread(target=look)
    started.start()
    started.join()
    return seen


@app.get("/late")
def late() -> str:
    """Start a thread that works when the response has been sent."""

    def wait() -> None:
        release.wait(10)
        ask(7)
        print("printed late")

    release.clear()
    threading.Thread(target=wait, name="late", daemon=True).start()
    return "started"


@app.get("/release")
def let_go() -> str:
    """Let that thread work."""
    release.set()
    return "released"
