"""Work that requests begin beside their own, some of which does not finish."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

app = Flask(__name__)
release = threading.Event()
loop_of_its_own: Any = None


def bake() -> int:
    """Return at once."""
    return 1


class Oven(threading.Thread):
    """A thread with a method of its own, and a name that cannot be read."""

    def run(self) -> None:
        """Return at once."""

    def __repr__(self) -> str:
        raise RuntimeError("asked for its text")


class OddTask(asyncio.Task[Any]):
    """A task that must not be asked anything."""

    def done(self) -> bool:
        """Count the calls of Python's own code only."""
        return super().done()

    def get_name(self) -> str:
        """Fail."""
        raise RuntimeError("asked for its name")


@app.get("/threads")
def threads() -> str:
    """Start a thread, one of another class, a timer, and work for a pool."""
    started = [threading.Thread(target=bake, name="baker"), Oven(name="oven"), threading.Timer(0, bake)]
    for each in started:
        each.start()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(bake).result()
    for each in started:
        each.join()
    return "done"


@app.get("/waiting")
def waiting() -> str:
    """Start a thread that goes on after the response."""
    threading.Thread(target=release.wait, name="waiting", daemon=True).start()
    return "begun"


@app.post("/release")
def let_go() -> str:
    """Let all threads end."""
    release.set()
    return "released"


async def knead(seconds: float) -> float:
    """Wait, and return how long."""
    await asyncio.sleep(seconds)
    return seconds


@app.get("/tasks")
def tasks() -> str:
    """Make tasks in a loop that is closed before the response."""

    async def both() -> list[float]:
        return list(await asyncio.gather(knead(0), knead(0)))

    return str(asyncio.run(both()))


@app.get("/pending")
def pending() -> str:
    """Make a task in a loop that is never run."""
    global loop_of_its_own  # noqa: PLW0603 - it outlives the request
    loop = asyncio.new_event_loop()
    loop_of_its_own = (loop, loop.create_task(knead(0), name="never"))
    return "begun"


@app.get("/odd")
def odd() -> str:
    """Make a task of a class of the app's own."""
    loop = asyncio.new_event_loop()
    loop.set_task_factory(lambda loop, coroutine, **more: OddTask(coroutine, loop=loop))
    try:
        return str(loop.run_until_complete(loop.create_task(knead(0))))
    finally:
        loop.close()
