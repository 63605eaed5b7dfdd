"""Tests of sending one request to an app that is started for it."""

import sys
from pathlib import Path

import pytest

from desktop.cli.record.one_shot import Recording, record
from server.model.exchange import ExchangeState
from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.processes.limits import Limits
from server.runner.requests.builder import build_request

pytestmark = pytest.mark.slow

APP = """
import os
from flask import Flask
app = Flask(__name__)

@app.get("/")
def index():
    return "hello"

@app.get("/exit")
def leave():
    os._exit(3)
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
    recording = record(target, build_request(method="GET", path="/"), python=None, limits=Limits())
    assert isinstance(recording, Recording)
    assert recording.problem is None
    assert recording.exchange.state is ExchangeState.DONE
    assert recording.exchange.response is not None
    assert recording.exchange.response.body.text == "hello"
    assert recording.sensors


def test_what_was_recorded_before_the_app_died_is_kept(target: Target) -> None:
    """The exchange has no response, and the problem is the app's exit."""
    recording = record(target, build_request(method="GET", path="/exit"), python=None, limits=Limits())
    assert isinstance(recording, Recording)
    assert recording.exchange.response is None
    assert recording.problem is not None
    assert recording.problem.code is ProblemCode.EXITED


def test_an_interpreter_that_is_missing_is_a_problem(target: Target) -> None:
    """Nothing is started, and the problem names the interpreter's code."""
    found = record(
        target, build_request(method="GET", path="/"), python=Path(sys.prefix) / "nosuch", limits=Limits()
    )
    assert isinstance(found, Problem)
    assert found.code is ProblemCode.PYTHON_NOT_FOUND
