"""Tests of sending one request to an app that is started for it."""

import sys
from pathlib import Path

import pytest

from desktop.cli.record.one_shot import Recording, record
from server.model.exchange import ExchangeState
from server.model.guest import Target, TargetKind
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.environments.choice import InterpreterChoice
from server.runner.environments.environment import FoundBy
from server.runner.processes.limits import Limits
from server.runner.requests.builder import build_request

pytestmark = pytest.mark.slow
OWN = InterpreterChoice(python=None, origin=FoundBy.NAMED)
NOWHERE = InterpreterChoice(python=Path(sys.prefix) / "nosuch", origin=FoundBy.NAMED)

APP = """
import ctypes
import os
import threading
from flask import Flask, redirect, request, session
app = Flask(__name__)
app.secret_key = os.urandom(16)

@app.post("/login")
def login():
    session["name"] = request.form["name"]
    return redirect("/me")

@app.get("/me")
def me():
    return session.get("name", "nobody")

@app.get("/again")
def again():
    return redirect("/again")

@app.get("/")
def index():
    return "hello"

@app.get("/exit")
def leave():
    os._exit(3)

@app.get("/late/<float:seconds>")
def late(seconds):
    def work():
        print("at work")
        threading.Event().wait(seconds)
        print("done")
    threading.Thread(target=work).start()
    return "started"

@app.get("/crash")
def crash():
    ctypes.string_at(0)
"""


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """An app with a page that answers and one that ends the process."""
    (tmp_path / "app.py").write_text(APP)
    return Target(
        kind=TargetKind.FILE, spec=str(tmp_path / "app.py"), root=tmp_path, app="app.py", name="app"
    )


def test_an_answer_is_recorded(target: Target) -> None:
    """The exchange is complete, with the states of the sensors and no problem."""
    recording = record(target, [build_request(method="GET", path="/")], interpreter=OWN, limits=Limits())
    assert isinstance(recording, Recording)
    assert recording.problem is None
    assert recording.exchanges[-1].state is ExchangeState.DONE
    assert recording.exchanges[-1].response is not None
    assert recording.exchanges[-1].response.body.text == "hello"
    assert recording.sensors


def test_what_was_recorded_before_the_app_died_is_kept(target: Target) -> None:
    """The exchange has no response, and the problem is the app's exit."""
    recording = record(target, [build_request(method="GET", path="/exit")], interpreter=OWN, limits=Limits())
    assert isinstance(recording, Recording)
    assert recording.exchanges[-1].response is None
    assert recording.problem is not None
    assert recording.problem.code is ProblemCode.EXITED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_a_request_that_crashes_the_app_is_kept(target: Target) -> None:
    """The request is LOST, also where the app had no time to report it."""
    recording = record(target, [build_request(method="GET", path="/crash")], interpreter=OWN, limits=Limits())
    assert isinstance(recording, Recording)
    (exchange,) = recording.exchanges
    assert (exchange.request.path, exchange.response) == ("/crash", None)
    assert recording.problem is not None
    assert "SIGSEGV" in recording.problem.cause
    assert "PYTHONFAULTHANDLER" in recording.problem.remedy


def test_what_threads_do_after_the_answer_is_recorded(target: Target) -> None:
    """The app is stopped once they have ended, or after a moment: then that is said."""
    for seconds, words in (("0.1", ["at work", "done"]), ("60.0", ["at work"])):
        request = build_request(method="GET", path=f"/late/{seconds}")
        recording = record(target, [request], interpreter=OWN, limits=Limits())
        assert isinstance(recording, Recording)
        printed = [event.body["text"] for event in recording.exchanges[0].events if event.kind == "output"]
        assert [text.strip() for text in printed if text.strip()] == words
        assert recording.stopped_threads is (seconds == "60.0")


def test_an_interpreter_that_is_missing_is_a_problem(target: Target) -> None:
    """Nothing is started, and the problem names the interpreter's code."""
    found = record(target, [build_request(method="GET", path="/")], interpreter=NOWHERE, limits=Limits())
    assert isinstance(found, Problem)
    assert found.code is ProblemCode.PYTHON_NOT_FOUND


def requests_of(*words: tuple[str, str]) -> list[OutgoingRequest]:
    """Return requests without a body, and a form for a POST."""
    form = (("name", "Ada"),)
    return [
        build_request(method=method, path=path, form=form if method == "POST" else ())
        for method, path in words
    ]


def bodies(recording: Recording | Problem) -> list[str | None]:
    """Return the text of each response of a recording that is complete."""
    assert isinstance(recording, Recording)
    assert recording.problem is None
    return [each.response.body.text for each in recording.exchanges if each.response is not None]


def test_cookies_are_kept_for_the_next_request(target: Target) -> None:
    """The session is signed with a key that is new at each start, so all requests go to one process."""
    steps = requests_of(("GET", "/me"), ("POST", "/login"), ("GET", "/me"))
    first, _, last = bodies(record(target, steps, interpreter=OWN, limits=Limits()))
    assert (first, last) == ("nobody", "Ada")


def test_a_redirect_is_followed_with_the_cookies_it_sets(target: Target) -> None:
    """The POST becomes a GET; without `follows` it ends there."""
    steps = requests_of(("POST", "/login"))
    assert bodies(record(target, steps, interpreter=OWN, limits=Limits(), follows=True))[1:] == ["Ada"]
    assert len(bodies(record(target, steps, interpreter=OWN, limits=Limits()))) == 1


def test_the_first_request_without_an_answer_is_the_last(target: Target) -> None:
    """A redirect without an end is given up, and an app that has died is told once."""
    steps = requests_of(("GET", "/me"), ("GET", "/exit"), ("GET", "/me"))
    recording = record(target, steps, interpreter=OWN, limits=Limits())
    assert isinstance(recording, Recording)
    assert recording.problem is not None
    assert [each.request.path for each in recording.exchanges] == ["/me", "/exit"]
    assert recording.problem.code is ProblemCode.EXITED
    assert recording.problem.cause.endswith(" 1 further request was not sent.")
    recording = record(target, requests_of(("GET", "/again")), interpreter=OWN, limits=Limits(), follows=True)
    assert isinstance(recording, Recording)
    assert recording.problem is not None
    assert (len(recording.exchanges), recording.problem.code) == (21, ProblemCode.REDIRECTS)
