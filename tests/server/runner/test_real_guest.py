"""The runner with the real probe and a real Flask app."""

from pathlib import Path

import pytest

from server.model.event import KINDS
from server.model.exchange import Exchange, ExchangeState
from server.model.guest import GuestState, Problem
from server.model.letter import Letter
from server.model.outgoing import Outgoing
from server.runner.compose import compose
from server.runner.guests import Guests
from server.runner.target import resolve
from tests.server.runner.conftest import SECONDS

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

WITH_LIBRARIES = frozenset(
    {"flash", "form", "job", "login", "mail", "output", "signal", "sql", "token", "warning"}
)
"""What only an app that imports some library tells."""

ASKING = """
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
    """What the real probe says is understood, whole and without secrets."""
    (tmp_path / "app.py").write_text(APP)
    target = resolve(str(tmp_path), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests()
    try:
        guest = guests.open(target)
        status = guest.wait(SECONDS)
        assert status.state is GuestState.READY, status
        seen: list[Exchange] = []
        for outgoing in (
            compose(
                method="POST", path="/page/3", form=(("password", "hunter2-Zz9"),), cookies=(("c", "d"),)
            ),
            compose(method="GET", path="/fail"),
            compose(method="GET", path="/gone"),
            compose(method="GET", path="/page/x"),
            compose(method="DELETE", path="/page/1"),
        ):
            done = guest.send(outgoing)
            assert isinstance(done, Exchange), done
            assert done.state is ExchangeState.DONE
            seen.append(done)
        kinds = {event.kind for done in seen for event in done.events}
        assert kinds >= set(KINDS) - {"probe-fault"} - WITH_LIBRARIES
        assert [done.response.status for done in seen if done.response] == [200, 500, 404, 404, 405]
        assert "hunter2-Zz9" not in repr(seen)
        assert "swordfish-77" not in repr(seen[1].events)
        assert "a-key-of-33" not in repr(seen)
        refused = guest.send(Outgoing(method="GET", path="/page/1", headers=(("Content-Length", "x"),)))
        assert isinstance(refused, Exchange)
        assert refused.response is not None
        assert refused.response.status == 400
        assert guest.status.state is GuestState.READY
    finally:
        guests.close()


def test_what_an_app_asks_of_others_passes_the_checks(tmp_path: Path) -> None:
    """Statements, mail and signals are understood, without secrets, and the mail is the guest's own."""
    (tmp_path / "app.py").write_text(ASKING)
    target = resolve(str(tmp_path), lab=lambda _: None)
    assert not isinstance(target, Problem)
    letters: list[Letter] = []
    guests = Guests(on_mail=letters.append)
    try:
        guest = guests.open(target)
        assert guest.wait(SECONDS).state is GuestState.READY
        done = guest.send(compose(method="GET", path="/"))
        assert isinstance(done, Exchange), done
        assert {"sql", "mail", "signal"} <= {event.kind for event in done.events}
        assert "swordfish-77" not in repr(done)
        (letter,) = letters
        (mail,) = done.of("mail")
        assert (letter.id, letter.guest) == (mail.body["letter"], guest.id)
        assert mail.body["subject"] == "Hello"
        assert not [event.body for event in done.of("probe-fault")]
    finally:
        guests.close()


def test_what_a_proxy_says_reaches_the_app(tmp_path: Path) -> None:
    """Whoever uses ProxyFix sees on the bench what it does."""
    (tmp_path / "app.py").write_text(
        "from flask import Flask, request\n"
        "from werkzeug.middleware.proxy_fix import ProxyFix\n"
        "app = Flask(__name__)\n"
        "app.wsgi_app = ProxyFix(app.wsgi_app)\n"
        'app.add_url_rule("/", view_func=lambda: request.remote_addr, endpoint="home")\n'
    )
    guests = Guests()
    target = resolve(str(tmp_path / "app.py"), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guest = guests.open(target)
    assert guest.wait(SECONDS).state is GuestState.READY
    exchange = guest.send(compose(method="GET", path="/", headers=(("X-Forwarded-For", "192.0.2.7"),)))
    guests.close()
    assert isinstance(exchange, Exchange)
    assert exchange.response is not None
    assert exchange.response.body.text == "192.0.2.7"
