"""What a guest's page may do inside ours: nothing."""

from dataclasses import replace

import pytest

from server.model.exchange import Body, Exchange, Response
from server.web.bench import preview
from tests.server.web.stage import Stage, exchange


def answered(data: bytes, content_type: str, **changes: object) -> Exchange:
    """An exchange with this body."""
    body = Body(data=data, size=len(data), content_type=content_type)
    return exchange(7, response=Response(status=200, reason="OK", headers=(), body=body), **changes)


def test_the_frame_is_sandboxed_without_any_permission(stage: Stage) -> None:
    """The element that holds the guest's page grants it nothing."""
    stage.open()
    stage.keep(answered(b"<h1>x</h1>", "text/html"))
    assert (
        '<iframe class="rendered" sandbox="" src="/exchanges/7/preview"'
        in stage.fragment("/exchanges/7/rendered").text
    )


def test_the_policy_of_the_frame_forbids_everything_but_its_look(stage: Stage) -> None:
    """No script, no form, no connection; styles, images and fonts from the guest's own origin alone."""
    stage.open()
    stage.keep(answered(b"<!doctype html><p>x", "text/html; charset=utf-8"))
    answer = stage.get("/exchanges/7/preview")
    policy = dict(
        [*part.split(" ", 1), ""][:2] for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy == {
        "sandbox": "",
        "default-src": "'none'",
        "img-src": "data: http://localhost:5000",
        "style-src": "'unsafe-inline' http://localhost:5000",
        "font-src": "data: http://localhost:5000",
        "base-uri": "http://localhost:5000",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_relative_addresses_lead_to_the_guest(stage: Stage) -> None:
    """The page's own style is found at the guest; the doctype stays first, or old rules would draw it."""
    stage.open()
    base = exchange()
    stage.keep(
        answered(b"<!DOCTYPE html>\n<p>x", "text/html", request=replace(base.request, path='/a"b/<c>'))
    )
    assert stage.get("/exchanges/7/preview").data.startswith(
        b'<!DOCTYPE html><base href="http://localhost:5000/a&#34;b/&lt;c&gt;">'
    )


def test_without_its_guest_the_page_loads_nothing(stage: Stage) -> None:
    """When the app was closed nothing of it can be reached, and no other origin is allowed instead."""
    stage.keep(answered(b"<p>x", "text/html"))
    answer = stage.get("/exchanges/7/preview")
    assert answer.data == b"<p>x"
    assert "http" not in answer.headers["Content-Security-Policy"]
    assert "base-uri 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("data", "content_type", "drawn"),
    [
        (b"<p>", "text/html", True),
        (b"<p>", "TEXT/HTML;charset=x", True),
        (b"\x89PNG", "image/png", True),
        (b"{}", "application/json", False),
        (b"alert(1)", "text/javascript", False),
        (b"x", "", False),
        (b"", "text/html", False),
    ],
)
def test_what_can_be_drawn_is_drawn(stage: Stage, data: bytes, content_type: str, drawn: bool) -> None:
    """Pages, images and text are drawn; of anything else the frame stays empty and the tab says why."""
    stage.open()
    stage.keep(answered(data, content_type))
    assert ("Nothing to draw" not in stage.fragment("/exchanges/7/rendered").text) is drawn
    assert bool(stage.get("/exchanges/7/preview").data) is drawn


def test_only_the_preview_may_be_framed(stage: Stage) -> None:
    """Every other address of an exchange refuses to be framed."""
    stage.open()
    stage.keep(answered(b"<p>", "text/html"))
    for path in ("", "/rendered", "/source", "/headers"):
        assert (
            "frame-ancestors 'none'" in stage.get(f"/exchanges/7{path}").headers["Content-Security-Policy"]
        ), path


def test_an_exchange_without_an_answer_has_nothing_to_draw() -> None:
    """A lost exchange draws nothing."""
    assert not preview.shows(exchange(response=None))
