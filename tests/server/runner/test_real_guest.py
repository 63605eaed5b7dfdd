"""The runner with the real probe and real Flask apps."""

import queue
import socket
import threading
from pathlib import Path

import pytest
import websocket

from server.model.exchange import Cut, Exchange, ExchangeState
from server.model.guest import GuestState
from server.model.notifications import ExchangeFinished, ExchangeProgressed, MailCaught, Notification
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.channel.event_schemas import KINDS
from server.runner.guests.guests import Guests
from server.runner.processes.limits import Limits
from server.runner.requests.builder import build_request
from server.runner.targets.resolve import resolve_target
from tests.support.probe_host import APPS
from tests.support.runner.fake_script_guests import SECONDS

pytestmark = pytest.mark.slow

APP = """
import logging
from flask import Flask, abort, g, make_response, render_template_string, request, session

app = Flask(__name__)
app.secret_key = "a-key-of-33-characters-and-no-more"

@app.before_request
def remember():
    g.seen = True

@app.after_request
def mark(response):
    response.headers["X-Mark"] = "1"
    return response

@app.teardown_request
def forget(error):
    pass

@app.errorhandler(404)
def lost(error):
    return "nothing here", 404

@app.route("/page/<int:number>", methods=["GET", "POST"])
def page(number):
    session["number"] = number
    session.setdefault("list", []).append(number)
    app.logger.warning("password=%s", request.form.get("password"))
    made = make_response(render_template_string("{% if number %}{{ number }}{% endif %}", number=number))
    made.set_cookie("a", "b" * 5000)
    return made

@app.route("/fail")
def fail():
    password = "swordfish-77"
    raise ValueError("bad " + password)

@app.route("/gone")
def gone():
    abort(404)
"""

NOT_IN_APP = frozenset(
    {
        "cache",
        "config",
        "flash",
        "form",
        "http",
        "job",
        "login",
        "mail",
        "output",
        "signal",
        "sql",
        "stream",
        "thread",
        "token",
        "warning",
        "websocket",
    }
)
"""Kinds of events that `APP` does not cause; the tests of their sensors have apps that do."""

HANGING_APP = """
import time
from flask import Flask

app = Flask(__name__)

def wait_for_something():
    time.sleep(60)

@app.get("/")
def index():
    wait_for_something()
"""

LIBRARIES_APP = """
import smtplib, sqlite3
from blinker import signal
from flask import Flask

app = Flask(__name__)

@app.get("/")
def page():
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE user (name TEXT, password TEXT)")
    database.execute("INSERT INTO user VALUES (?, ?)", ("Ada", None))
    database.execute("UPDATE user SET password = ? WHERE name = :1", ("swordfish-77",) * 2)
    signal("asked").send("page", hours=3)
    with smtplib.SMTP("smtp.example") as client:
        client.sendmail("me@x.example", ["you@x.example"], "Subject: Hello\\r\\n\\r\\nHello")
    return "asked"
"""


def test_every_kind_of_event_passes_the_checks(tmp_path: Path) -> None:
    """What the real probe sends is accepted, complete and without secrets."""
    (tmp_path / "app.py").write_text(APP)
    target = resolve_target(str(tmp_path), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests()
    try:
        guest = guests.open(target)
        status = guest.wait(SECONDS)
        assert status.state is GuestState.READY, status
        exchanges: list[Exchange] = []
        for outgoing in (
            build_request(
                method="POST", path="/page/3", form=(("password", "hunter2-Zz9"),), cookies=(("c", "d"),)
            ),
            build_request(method="GET", path="/fail"),
            build_request(method="GET", path="/gone"),
            build_request(method="GET", path="/page/x"),
            build_request(method="DELETE", path="/page/1"),
        ):
            exchange = guest.send(outgoing)
            assert isinstance(exchange, Exchange), exchange
            assert exchange.state is ExchangeState.DONE
            exchanges.append(exchange)
        kinds = {event.kind for exchange in exchanges for event in exchange.events}
        assert kinds >= set(KINDS) - {"probe-fault"} - NOT_IN_APP
        assert [exchange.response.status for exchange in exchanges if exchange.response] == [
            200,
            500,
            404,
            404,
            405,
        ]
        assert "hunter2-Zz9" not in repr(exchanges)
        assert "swordfish-77" not in repr(exchanges[1].events)
        assert "a-key-of-33" not in repr(exchanges)
        refused = guest.send(
            OutgoingRequest(method="GET", path="/page/1", headers=(("Content-Length", "x"),))
        )
        assert isinstance(refused, Exchange)
        assert refused.response is not None
        assert refused.response.status == 400
        assert guest.status.state is GuestState.READY
    finally:
        guests.close()


def test_statements_mail_and_signals_pass_the_checks(tmp_path: Path) -> None:
    """They are accepted without secrets, and the message in the mailbox is that of the event."""
    (tmp_path / "app.py").write_text(LIBRARIES_APP)
    target = resolve_target(str(tmp_path), lab=lambda _: None)
    assert not isinstance(target, Problem)
    notifications: list[Notification] = []
    guests = Guests(notify=notifications.append)
    try:
        guest = guests.open(target)
        assert guest.wait(SECONDS).state is GuestState.READY
        exchange = guest.send(build_request(method="GET", path="/"))
        assert isinstance(exchange, Exchange), exchange
        assert {"sql", "mail", "signal"} <= {event.kind for event in exchange.events}
        assert "swordfish-77" not in repr(exchange)
        (message,) = (each.message for each in notifications if isinstance(each, MailCaught))
        (mail,) = exchange.of("mail")
        assert (message.id, message.guest, message.app) == (mail.body["letter"], guest.id, target.name)
        assert mail.body["subject"] == "Hello"
        assert not [event.body for event in exchange.of("probe-fault")]
    finally:
        guests.close()


def test_forwarded_headers_reach_the_app(tmp_path: Path) -> None:
    """An app with ProxyFix behaves on the bench as behind a proxy."""
    (tmp_path / "app.py").write_text(
        "from flask import Flask, request\n"
        "from werkzeug.middleware.proxy_fix import ProxyFix\n"
        "app = Flask(__name__)\n"
        "app.wsgi_app = ProxyFix(app.wsgi_app)\n"
        'app.add_url_rule("/", view_func=lambda: request.remote_addr, endpoint="home")\n'
    )
    guests = Guests()
    target = resolve_target(str(tmp_path / "app.py"), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guest = guests.open(target)
    assert guest.wait(SECONDS).state is GuestState.READY
    exchange = guest.send(build_request(method="GET", path="/", headers=(("X-Forwarded-For", "192.0.2.7"),)))
    guests.close()
    assert isinstance(exchange, Exchange)
    assert exchange.response is not None
    assert exchange.response.body.text == "192.0.2.7"


@pytest.mark.hardness("guest-silence")
def test_a_request_that_hangs_says_where(tmp_path: Path) -> None:
    """The line of the app is in the cause, and its stack can be asked for while it hangs."""
    (tmp_path / "app.py").write_text(HANGING_APP)
    target = resolve_target(str(tmp_path), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests()
    try:
        guest = guests.open(target)
        assert guest.wait(SECONDS).state is GuestState.READY
        problem = guest.send(build_request(method="GET", path="/"), timeout=1.0)
        assert isinstance(problem, Problem)
        assert "app.py:8, in wait_for_something." in problem.cause
        assert "time.sleep(60)" in problem.detail.splitlines()[1]
        (stack,) = guest.stacks(1)
        assert [frame.function for frame in stack.frames if frame.own] == ["index", "wait_for_something"]
    finally:
        guests.close()


def test_the_port_stays_the_same_until_another_is_chosen(tmp_path: Path) -> None:
    """Also over restarts; a port that somebody has is named, and asked for again at the next start."""
    (tmp_path / "app.py").write_text(APP)
    target = resolve_target(str(tmp_path / "app.py"), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests()
    try:
        guest = guests.open(target)
        first = guest.wait(SECONDS)
        assert (first.state, first.missed_port) == (GuestState.READY, None)
        guest.restart()
        assert guest.wait(SECONDS).port == first.port
        with socket.create_server(("127.0.0.1", 0)) as other:
            taken = other.getsockname()[1]
            guest.configure(guest.limits, taken)
            guest.restart()
            status = guest.wait(SECONDS)
            assert status.port not in (None, taken)
            assert status.missed_port == taken
        guest.restart()
        status = guest.wait(SECONDS)
        assert (status.port, status.missed_port) == (taken, None)
    finally:
        guests.close()


@pytest.mark.parametrize(
    ("source", "first_line", "remedy"),
    [
        ("[open('/dev/null') for _ in range(100)]", "opened too many files", "limit is 64 open files"),
        ("bytearray(64 << 30)", "ran out of memory", "limit is 1024 MB"),
        (
            "import sys\nprint('Please set DATABASE_URL first', file=sys.stderr)\nsys.exit(1)",
            "ended itself while it was imported",
            "What it printed may say why.",
        ),
    ],
)
def test_why_an_app_gave_up_is_told(tmp_path: Path, source: str, first_line: str, remedy: str) -> None:
    """A limit of ours names itself, and what the app printed comes before its traceback."""
    (tmp_path / "app.py").write_text(source + "\n")
    target = resolve_target(str(tmp_path / "app.py"), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests(limits=Limits(memory_mb=1024, open_files=64))
    try:
        problem = guests.open(target).wait(SECONDS).problem
    finally:
        guests.close()
    assert problem is not None
    assert first_line in problem.cause
    assert remedy in problem.remedy
    if "print" in source:
        assert problem.detail.startswith("Please set DATABASE_URL first\n")


def test_an_open_websocket_is_seen_while_it_is_open() -> None:
    """Its messages are published as news, and can be read from the guest until the exchange ends."""
    news: queue.SimpleQueue[Notification] = queue.SimpleQueue()
    target = resolve_target(str(APPS / "websocket_app.py"), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests(notify=news.put)
    try:
        guest = guests.open(target)
        port = guest.wait(SECONDS).port
        client = websocket.create_connection(f"ws://127.0.0.1:{port}/echo", timeout=SECONDS)
        client.send("rye")
        assert client.recv() == "rye"
        sent: list[str | None] = []
        while "rye" not in sent:
            item = news.get(timeout=SECONDS)
            if isinstance(item, ExchangeProgressed):
                exchange = guest.open_exchange(item.exchange.id)
                assert exchange is not None
                assert exchange.state is ExchangeState.OPEN
                sent = [event.body["text"] for event in exchange.of("websocket")]
        client.shutdown()  # type: ignore[no-untyped-call]
        while not isinstance(item, ExchangeFinished):
            item = news.get(timeout=SECONDS)
        assert guest.open_exchange(item.exchange.id) is None
    finally:
        guests.close()


def test_a_running_stream_is_described_and_can_be_cancelled(tmp_path: Path) -> None:
    """The status and the bytes so far are known; cancelling closes the generator as a browser does."""
    (tmp_path / "app.py").write_text(
        "import time\nfrom flask import Flask\napp = Flask(__name__)\n\n"
        "@app.get('/events')\ndef events():\n"
        "    def lines():\n"
        "        try:\n"
        "            while True:\n"
        "                yield 'data: 1\\n\\n'\n"
        "                time.sleep(0.05)\n"
        "        except GeneratorExit:\n"
        "            print('closed', flush=True)\n"
        "            raise\n"
        "    return lines(), {'Content-Type': 'text/event-stream'}\n"
    )
    news: queue.SimpleQueue[Notification] = queue.SimpleQueue()
    target = resolve_target(str(tmp_path / "app.py"), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests(notify=news.put)
    try:
        guest = guests.open(target)
        guest.wait(SECONDS)
        answers: list[Exchange | Problem] = []
        request = OutgoingRequest(method="GET", path="/events")
        thread = threading.Thread(target=lambda: answers.append(guest.send(request, timeout=SECONDS)))
        thread.start()
        while not isinstance(item := news.get(timeout=SECONDS), ExchangeProgressed):
            pass
        progress = guest.answer_progress(item.exchange.id)
        assert progress is not None
        assert progress.status == 200
        assert guest.cancel(item.exchange.id)
        thread.join(SECONDS)
        (exchange,) = answers
        assert isinstance(exchange, Exchange)
        assert exchange.cut is Cut.CANCELLED
        assert any("closed" in event.body["text"] for event in exchange.of("output"))
        progress = guest.answer_progress(exchange.id)
        assert progress is not None
        assert progress.cancelled
        assert not guest.cancel(exchange.id)
    finally:
        guests.close()
