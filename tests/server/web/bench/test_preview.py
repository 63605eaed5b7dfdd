"""Tests of the preview: a guest's page may do nothing inside ours."""

from dataclasses import replace

import pytest

from server.model.exchange import Body, Exchange, Response
from server.web.bench import preview
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


def answered(data: bytes, content_type: str, **changes: object) -> Exchange:
    """An exchange with this body."""
    body = Body(data=data, size=len(data), content_type=content_type)
    return make_exchange(7, response=Response(status=200, reason="OK", headers=(), body=body), **changes)


@pytest.mark.hardness("guest-page")
def test_the_frame_is_sandboxed_without_any_permission(workbench: WorkbenchClient) -> None:
    """The element that holds the guest's page grants it nothing."""
    workbench.open_guest()
    workbench.add_exchange(answered(b"<h1>x</h1>", "text/html"))
    assert (
        '<iframe class="response-preview" sandbox="" src="/exchanges/7/preview"'
        in workbench.get_fragment("/exchanges/7/rendered").text
    )


def test_the_policy_of_the_frame_forbids_everything_but_its_look(workbench: WorkbenchClient) -> None:
    """No scripts, forms or connections; style sheets, images and fonts only from the guest."""
    workbench.open_guest()
    workbench.add_exchange(answered(b"<!doctype html><p>x", "text/html; charset=utf-8"))
    answer = workbench.get("/exchanges/7/preview")
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


def test_relative_addresses_lead_to_the_guest(workbench: WorkbenchClient) -> None:
    """The page's own style is found at the guest; the doctype stays first, or old rules would draw it."""
    workbench.open_guest()
    base = make_exchange()
    workbench.add_exchange(
        answered(b"<!DOCTYPE html>\n<p>x", "text/html", request=replace(base.request, path='/a"b/<c>'))
    )
    assert workbench.get("/exchanges/7/preview").data.startswith(
        b'<!DOCTYPE html><base href="http://localhost:5000/a&#34;b/&lt;c&gt;">'
    )


@pytest.mark.hardness("guest-page")
def test_without_its_guest_the_page_loads_nothing(workbench: WorkbenchClient) -> None:
    """When the app was closed nothing of it can be reached, and no other origin is allowed instead."""
    workbench.add_exchange(answered(b"<p>x", "text/html"))
    answer = workbench.get("/exchanges/7/preview")
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
def test_known_types_are_shown(
    workbench: WorkbenchClient, data: bytes, content_type: str, drawn: bool
) -> None:
    """Pages, images and text are shown; for other types the frame is empty and the tab explains why."""
    workbench.open_guest()
    workbench.add_exchange(answered(data, content_type))
    assert ("Nothing to draw" not in workbench.get_fragment("/exchanges/7/rendered").text) is drawn
    assert bool(workbench.get("/exchanges/7/preview").data) is drawn


@pytest.mark.hardness("guest-page")
def test_only_the_preview_may_be_framed(workbench: WorkbenchClient) -> None:
    """Every other address of an exchange refuses to be framed."""
    workbench.open_guest()
    workbench.add_exchange(answered(b"<p>", "text/html"))
    for path in ("", "/rendered", "/source", "/headers"):
        assert (
            "frame-ancestors 'none'"
            in workbench.get(f"/exchanges/7{path}").headers["Content-Security-Policy"]
        ), path


def test_an_exchange_without_an_answer_has_nothing_to_draw() -> None:
    """A lost exchange draws nothing."""
    assert not preview.is_shown(make_exchange(response=None))
