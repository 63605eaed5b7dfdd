"""Tests of an exchange as plain text."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from server.lenses.render.terminal import exchange_lines
from server.model.exchange import Cut, Exchange
from server.model.origin import Origin
from tests.support.lenses import sample_events as s
from tests.support.lenses.hostile_exchanges import exchanges


def test_a_response_that_was_not_read_to_its_end_says_so() -> None:
    """It does not look complete."""
    exchange = s.exchange(s.match(), s.answer())
    assert "Fumehood stopped reading after 256 MB." in exchange_lines(replace(exchange, cut=Cut.SIZE))
    assert any("still being sent" in line for line in exchange_lines(replace(exchange, cut=Cut.TIME)))
    assert not any("stopped reading" in line for line in exchange_lines(exchange))


def test_a_small_exchange_is_printed_from_the_socket_to_the_body() -> None:
    """The whole output."""
    exchange = s.exchange(
        s.arrival("POST", "/cart"),
        s.match("/cart"),
        s.view("cart", at=1.0, took=3.0),
        s.log("stock is low", "WARNING", 30, at=1.5),
        s.answer(at=4.6),
        request=s.request("POST", "/cart", "ref=mail"),
    )
    assert exchange_lines(exchange) == (
        "POST /cart?ref=mail → 200 OK   5.00 ms   5 bytes",
        "Python 3.12.1 · Flask 3.1.3 · Werkzeug 3.1.4 · waitress 3.0.2",
        "✓ The view cart answered.",
        "",
        "● The request arrives",
        "│         0 [WSGI] The server read the request and called the app with POST /cart",
        "● Routing",
        "│    200 µs [match] /cart matched: it leads to the endpoint index.  100 µs",
        "◉ The view  (answered)",
        "│   1.00 ms [view] The view cart returned a str  3.00 ms  shop/app.py:20",
        "│   1.50 ms   [WARNING] ! stock is low  shop/app.py:12",
        "● Response sent",
        "    4.60 ms [response] The response: 200 OK",
        "",
        "Headers",
        "  Content-Type  text/html",
        "  Content-Length  5",
        "Body",
        "  5 bytes · text/html · as sent",
        "  hello",
    )


def test_findings_come_before_what_answered() -> None:
    """What is wrong, with its place and remedy; then the headline has no tick."""
    exchange = s.exchange(
        s.match("/cart"),
        s.view("cart", at=1.0, took=3.0),
        s.set_cookie("theme", attributes={"SameSite": "None"}),
        s.answer(at=4.6),
        request=s.request("GET", "/cart"),
    )
    assert exchange_lines(exchange)[2:5] == (
        "✗ Browsers reject the cookie theme: SameSite=None is allowed only together with Secure.",
        "  Set the cookie with secure=True, and serve the site over HTTPS.",
        "The view cart answered.",
    )


def test_the_app_and_its_interpreter_are_named_below_the_versions() -> None:
    """With the place of the app and the working directory, as far as they are known."""
    origin = Origin(
        interpreter="/venv/bin/python", working_directory="/shop", app="web:app", file="/shop/web.py", line=12
    )
    known, unknown = (
        exchange_lines(s.exchange(s.match(), origin=each))
        for each in (origin, replace(origin, file=None, line=None))
    )
    assert known[2] == "web:app · /shop/web.py:12 · /venv/bin/python · /shop"
    assert unknown[2] == "web:app · /venv/bin/python · /shop"


def test_a_skipped_view_and_a_lost_session_are_printed() -> None:
    """The remarks of the lenses are printed where they belong."""
    lines = exchange_lines(
        s.exchange(
            s.match(),
            s.hook("before_request", "gate", at=1, answered=True),
            s.session(unsaved=True, nested=["cart"]),
            s.answer(302, "FOUND"),
            lost_events=2,
        )
    )
    assert "○ The view  (not reached)" in lines
    assert "┊           The view never ran: the hook gate answered first." in lines
    assert "              Set session.modified = True after the change." in lines
    assert "2 events were lost on their way here." in lines


def test_repeats_are_cut_short() -> None:
    """Three are printed, then the number of the others."""
    rows = [s.log(f"row {number}", at=1.5) for number in range(60)]
    lines = exchange_lines(s.exchange(s.view(), *rows))
    assert any(line.endswith("… 33 more") for line in lines)
    assert not any("row 50" in line for line in lines)


def test_paint_gets_the_role_of_each_text() -> None:
    """A terminal may colour them; without `paint` there is no colour."""
    roles: set[str] = set()

    def paint(role: str, text: str) -> str:
        roles.add(role)
        return f"<{role}>{text}"

    lines = exchange_lines(
        s.exchange(s.match(), s.view(raised="KeyError: 1"), s.raised(at=2.0), status=500), paint=paint
    )
    assert {"strong", "quiet", "code", "bad", "warn"} <= roles
    assert lines[0] == "<strong>GET / → <bad>500 OK   <quiet>5.00 ms   5 bytes"


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(exchanges())
@pytest.mark.hardness("terminal-control")
def test_no_guest_can_break_or_control_the_terminal(exchange: Exchange) -> None:
    """Whatever a guest sent, there are lines, and none contains an escape sequence."""
    for line in exchange_lines(exchange):
        line.encode()
        assert "\x1b" not in line
        assert "\n" not in line
