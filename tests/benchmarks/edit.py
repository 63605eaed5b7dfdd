"""Measure the time from an edit of a project to an answer from it, against `flask run --debug`.

Werkzeug's reloader looks at the files once a second. So that neither side is measured at a lucky moment, the
saves are spread evenly over that second. Both write and read compiled files, as they do by themselves.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import psutil

from server.model.exchange import Exchange
from server.model.guest import GuestState, Target, TargetKind
from server.model.outgoing_request import OutgoingRequest
from server.runner.guests.guests import Guest, Guests
from tests.benchmarks.result import Effort, Measure, Result, median
from tests.benchmarks.save import THINKING, flask_debug, wait_for

FASTER: Final = 5.0
MODULES: Final = 60
PATIENCE: Final = 60.0
APP: Final = """
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)
from shop import register
register(app, db)
@app.after_request
def saved(response):
    response.headers["X-Saved"] = "0"
    return response
@app.get("/")
def index():
    return str(db.session.execute(db.text("select 1")).scalar())
"""
MODULE: Final = """
from dataclasses import dataclass
from flask import Blueprint, jsonify
blueprint = Blueprint("part{number}", __name__)
@dataclass
class Part{number}:
    name: str
    price: int = {number}
@blueprint.get("/part/{number}")
def part():
    return jsonify(Part{number}("part"))
def models(db):
    class Model{number}(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        name = db.Column(db.String(80))
    return Model{number}
"""
PACKAGE: Final = """
from importlib import import_module
def register(app, db):
    for number in range({modules}):
        module = import_module(f"shop.part{{number}}")
        module.models(db)
        app.register_blueprint(module.blueprint)
"""


def measure(effort: Effort) -> Result:
    """Save the app several times, each time so that its answer names the save."""
    times = effort.times(10, 2)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
        answered = [*answers(write_project(Path(ours)), times)]
        reloaded = [*reloads(write_project(Path(theirs)), times)]
    return Result(
        name="edit",
        what=f"medians of {times} saves of the app of a project with SQLAlchemy and {MODULES} modules: "
        "from the save to an answer of the new file, on the bench; against `flask run --debug`; "
        f"load of the machine {psutil.getloadavg()[0]:.1f}",
        measures=(
            Measure(name="edit to answer", value=median(answered), unit="ms"),
            Measure(name="edit to answer of flask run --debug", value=median(reloaded), unit="ms"),
            Measure(name="faster by", value=median(reloaded) / median(answered), unit="x", at_least=FASTER),
        ),
    )


def write_project(folder: Path) -> Path:
    """Write the project into a folder, and return the file of its app."""
    package = folder / "shop"
    package.mkdir()
    (package / "__init__.py").write_text(PACKAGE.format(modules=MODULES))
    for number in range(MODULES):
        (package / f"part{number}.py").write_text(MODULE.format(number=number))
    app = folder / "app.py"
    app.write_text(APP)
    return app


def edit(app: Path, mark: int) -> None:
    """Save the app so that its answers have this mark."""
    app.write_text(APP.replace('"X-Saved"] = "0"', f'"X-Saved"] = "{mark}"'))


def answers(app: Path, times: int) -> Iterator[float]:
    """Yield the seconds from a save to the exchange of a request that the bench sends as soon as it can."""
    with closing(Guests(warm=1)) as guests:
        target = Target(kind=TargetKind.FILE, spec="app.py", root=app.parent, app="app.py", name="app")
        guest = guests.open(target)
        guest.watch(True)
        if guest.wait(PATIENCE).state is not GuestState.READY or not guest.wait_for_watch(PATIENCE):
            raise SystemExit(f"the app did not start: {guest.status.problem}")
        for mark in range(1, times + 1):
            time.sleep(THINKING + mark / times)
            started = time.perf_counter()
            edit(app, mark)
            wait_for_answer(guest, str(mark))
            yield time.perf_counter() - started


def wait_for_answer(guest: Guest, mark: str) -> None:
    """Send a request whenever the guest is ready, until the answer has the mark."""
    end = time.monotonic() + PATIENCE
    run = guest.run
    while time.monotonic() < end:
        if guest.run == run:
            time.sleep(0.002)
            continue
        guest.wait(PATIENCE)
        answer = guest.send(OutgoingRequest(method="GET", path="/"))
        if isinstance(answer, Exchange) and answer.response and ("X-Saved", mark) in answer.response.headers:
            return
    raise SystemExit(f"the app did not answer from save {mark} in {PATIENCE:g} s")


def reloads(app: Path, times: int) -> Iterator[float]:
    """Yield the seconds from a save to the first answer from the new file, by Flask's own reloader."""
    with flask_debug(app, writes_compiled_files=True) as port:
        wait_for(port, "0")
        for mark in range(1, times + 1):
            time.sleep(THINKING + mark / times)
            started = time.perf_counter()
            edit(app, mark)
            wait_for(port, str(mark))
            yield time.perf_counter() - started
