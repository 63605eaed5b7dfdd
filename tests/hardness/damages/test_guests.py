"""What an app may do to itself and to the machine, while the bench and the other requests go on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from server.model.exchange import Exchange, ExchangeState
from server.model.guest import GuestState
from server.model.problem import Problem
from server.runner.guests.guests import Guest
from server.runner.processes.limits import Limits
from server.runner.requests.builder import build_request
from tests.support.real_guest import SECONDS, get, opened_guest, real_guest

pytestmark = pytest.mark.slow

APP: Final = """
import builtins, ctypes, faulthandler, json, os, signal
import socket, subprocess, sys, tempfile, threading, time
from flask import Flask, Response, after_this_request

app = Flask(__name__)
faulthandler.disable()
kept = []

@app.get("/")
def home():
    return "alive"

@app.get("/recursion")
def recursion():
    return recursion()

@app.get("/deep")
def deep():
    value = []
    for _ in range(100_000):
        value = [value]
    kept.append(value)
    return str(len(value))

@app.get("/flood")
def flood():
    for _ in range(200):
        sys.stdout.write("x" * 50_000 + "\\n")
        sys.stderr.write("y" * 50_000)
    return "said"

@app.get("/logs")
def logs():
    for number in range(5_000):
        app.logger.warning("line %d %s", number, "z" * 100)
    return "logged"

@app.get("/stream")
def stream():
    return Response((b"x" * 65_536 for _ in range(320)), mimetype="application/octet-stream")

@app.get("/folder")
def folder():
    os.chdir(tempfile.gettempdir())
    return os.getcwd()

@app.get("/closed")
def closed():
    sys.stdout.close()
    sys.stderr.close()
    sys.stdout = sys.stderr = None
    return "closed"

@app.get("/descriptors")
def descriptors():
    for number in (1, 2):
        os.close(number)
    return "closed"

@app.get("/threads")
def threads():
    for _ in range(50):
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    return "started"

@app.get("/port")
def port():
    kept.extend(socket.create_server(("127.0.0.1", 0)) for _ in range(50))
    return "listening"

@app.get("/handles")
def handles():
    try:
        while True:
            kept.append(open("/dev/null"))
    except OSError as error:
        for file in kept[-40:]:
            file.close()
        return str(error)

@app.get("/json")
def patched_json():
    json.dumps = json.loads = lambda *_args, **_more: 1 / 0
    return "patched"

@app.get("/builtins")
def patched_builtins():
    builtins.len, kept_len = (lambda _value: 7), len
    try:
        return "patched"
    finally:
        builtins.len = kept_len

@app.get("/children")
def children():
    kept.extend(subprocess.Popen(["sleep", "600"], start_new_session=True) for _ in range(20))
    return "started"

@app.get("/odd")
def odd():
    class Liar(str):
        def __str__(self): raise ZeroDivisionError
        def __len__(self): raise ZeroDivisionError
        def __eq__(self, other): raise ZeroDivisionError
        __hash__ = str.__hash__
    response = Response("x")
    response.headers["X-A"] = "b"
    app.logger.warning("%s", Liar("a"))
    return response

@app.get("/exit")
def exit_():
    os._exit(3)

@app.get("/killed")
def killed():
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)

@app.get("/segfault")
def segfault():
    ctypes.string_at(0)

@app.get("/aborted")
def aborted():
    os.abort()

@app.get("/endless")
def endless():
    while True:
        pass

@app.get("/waiting")
def waiting():
    time.sleep(600)

@app.get("/teardown")
def teardown():
    @after_this_request
    def block(response):
        time.sleep(600)
    return "blocked"
"""
SURVIVED: Final = (
    "recursion",
    "deep",
    "flood",
    "logs",
    "stream",
    "folder",
    "threads",
    "port",
    "children",
    "odd",
    "builtins",
    "handles",
    "closed",
    "descriptors",
    "json",
)


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    """One guest for all tests; those that end it start it again."""
    with real_guest(tmp_path_factory.mktemp("guest"), APP, Limits(stop_seconds=0.5)) as opened:
        yield opened


def is_alive(guest: Guest) -> bool:
    """Return whether the guest answers, starting it again if it has ended."""
    if guest.status.state is not GuestState.READY:
        guest.restart()
        assert guest.wait(SECONDS).state is GuestState.READY, guest.status
    answer = get(guest, "/").response
    return answer is not None and answer.body.data == b"alive"


@pytest.mark.hardness("guest-mistake")
@pytest.mark.parametrize("view", SURVIVED)
def test_a_view_that_harms_its_process_is_answered(guest: Guest, view: str) -> None:
    """The request is an exchange with an answer, and the next one is answered too."""
    exchange = get(guest, f"/{view}")
    assert exchange.state is ExchangeState.DONE
    assert exchange.response is not None
    assert guest.status.state is GuestState.READY, guest.status.problem
    assert is_alive(guest)


@pytest.mark.hardness("guest-end")
@pytest.mark.parametrize("view", ["exit", "killed", "segfault", "aborted"])
def test_a_process_that_ends_in_a_view_is_told_and_starts_again(guest: Guest, view: str) -> None:
    """The exchange is lost, the end is explained, and a restart serves again."""
    assert is_alive(guest)
    answer = guest.send(build_request(method="GET", path=f"/{view}"), timeout=SECONDS)
    assert not isinstance(answer, Exchange) or answer.state is ExchangeState.LOST
    problem = guest.wait(SECONDS).problem
    assert isinstance(problem, Problem)
    assert problem.cause
    assert is_alive(guest)


@pytest.mark.hardness("guest-silence")
@pytest.mark.parametrize("view", ["endless", "waiting", "teardown"])
def test_a_view_that_does_not_end_times_out_beside_others(guest: Guest, view: str) -> None:
    """Its request ends at its time, others are answered, and the guest can be restarted at once."""
    assert is_alive(guest)
    exchange = guest.send(build_request(method="GET", path=f"/{view}"), timeout=1)
    assert not isinstance(exchange, Exchange) or exchange.state is not ExchangeState.DONE
    assert is_alive(guest)
    guest.restart()
    assert guest.wait(SECONDS).state is GuestState.READY
    assert is_alive(guest)


@pytest.mark.hardness("guest-end")
@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(7)",
        "import sys; sys.exit('no')",
        "raise KeyboardInterrupt",
        "raise GeneratorExit",
        "import ctypes; ctypes.string_at(0)",
        "def f(): f()\nf()",
        "import sys; sys.stdout.close(); raise ValueError",
        "import os; os.closerange(0, 100)",
        "app = 1",
        "\0",
        "import threading; threading.Thread = None\nfrom flask import Flask\napp = Flask(__name__)",
        "import socket; socket.socket = None\nfrom flask import Flask\napp = Flask(__name__)",
        "import time; time.time = time.monotonic = lambda: float('nan')\n"
        "from flask import Flask\napp = Flask(__name__)",
        "import json; json.dumps = json.loads = None\nfrom flask import Flask\napp = Flask(__name__)",
    ],
)
def test_an_app_that_harms_its_process_at_import_is_explained(tmp_path: Path, source: str) -> None:
    """An app that ends, breaks or patches its process while it is imported runs, or has a problem."""
    with opened_guest(tmp_path, source, Limits(start_seconds=30)) as guest:
        status = guest.wait(SECONDS)
        assert status.state is GuestState.READY or status.problem, status
        if status.problem:
            assert "mistake of Fumehood" not in status.problem.cause
            assert status.problem.remedy
