"""An app that sends tasks to Celery, through a queue in the folder for temporary files."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from celery import Celery
from flask import Flask

QUEUE = Path(tempfile.gettempdir()) / "bakery-queue"
QUEUE.mkdir(exist_ok=True)
app = Flask(__name__)
celery = Celery("bakery", broker="filesystem://")
celery.conf.broker_transport_options = {
    "data_folder_in": str(QUEUE),
    "data_folder_out": str(QUEUE),
    "control_folder": str(QUEUE / "control"),
    "polling_interval": 0.05,
}


@celery.task  # type: ignore[untyped-decorator]  # Celery has no type hints
def bake(loaves: int, *, secret_key: str = "") -> str:
    """Succeed."""
    return f"{loaves} loaves"


@celery.task(bind=True, max_retries=1)  # type: ignore[untyped-decorator]  # as above
def burn(self: object) -> None:
    """Fail, and fail again when it is retried."""
    try:
        raise ValueError("burnt")
    except ValueError as error:
        raise self.retry(exc=error, countdown=0) from error  # type: ignore[attr-defined]  # it is a Task


@celery.task  # type: ignore[untyped-decorator]  # Celery has no type hints
def sleep() -> None:
    """Take too long."""
    time.sleep(60)


@app.get("/bake")
def order() -> str:
    """Send a task that succeeds."""
    return str(bake.apply_async((3,), {"secret_key": "geheim-123"}, countdown=0, headers={"own": "kept"}).id)


@app.get("/burn")
def order_burnt() -> str:
    """Send a task that fails."""
    return str(burn.delay().id)


@app.get("/sleep")
def order_slow() -> str:
    """Send a task that never ends."""
    return str(sleep.delay().id)


@app.get("/now")
def here() -> str:
    """Run two tasks eagerly, one of which fails."""
    burnt = burn.apply(throw=False)
    return f"{bake.apply((1,)).result} {burnt.state} {os.getpid()}"


@app.get("/unsent")
def unsent() -> str:
    """Send a task to a broker that does not exist."""
    gone = Celery("gone", broker="redis://127.0.0.1:1/0")
    gone.conf.broker_connection_retry = False
    try:
        gone.send_task("bake", (1,), retry=False)
    except Exception as error:  # whatever the transport raises
        return type(error).__name__
    return "sent"
