"""Tests of the form sensor, with current and older versions of WTForms."""

import re
from typing import Any

import pytest

from tests.server.probe.conftest import StartApp
from tests.support.probe_host import ProbeHost, RecordedExchange

APP = "flask_extensions.py"
PYTHONS = pytest.mark.parametrize("python", ["own", pytest.param("people22", marks=pytest.mark.environments)])


def show_form(host: ProbeHost) -> tuple[dict[str, str], str, RecordedExchange]:
    """Return the headers that submit the form, its token, and the exchange that showed it."""
    response, exchange = host.send_request("GET", "/order")
    token = re.search(rb'value="([^"]+)"', response.body)
    assert token is not None
    cookie = str(response.header("set-cookie")).partition(";")[0]
    kind = "application/x-www-form-urlencoded"
    return {"Cookie": cookie, "Content-Type": kind}, token[1].decode(), exchange


def submit(host: ProbeHost, fields: str) -> tuple[bytes, dict[str, Any]]:
    """Submit the form with a valid token; return the response and the event."""
    headers, token, _ = show_form(host)
    response, exchange = host.send_request(
        "POST", "/order", headers=headers, body=f"csrf_token={token}&{fields}".encode()
    )
    return response.body, exchange.body("form")


@PYTHONS
def test_a_shown_form_is_not_submitted(start_app: StartApp, python: str) -> None:
    """Its fields are reported, and that it has a token."""
    _, _, exchange = show_form(start_app(python, APP))
    form = exchange.body("form")
    assert (form["form"], form["submitted"], form["valid"]) == ("OrderForm", False, None)
    assert [field["name"] for field in form["fields"]] == ["name", "pin", "extras", "csrf_token"]
    assert form["csrf"]["state"] == "offered"
    assert exchange.event("form")["caller"]["function"] == "order"


@PYTHONS
def test_each_field_has_its_errors(start_app: StartApp, python: str) -> None:
    """With value and validators, also those of inner fields; passwords are marked as secret."""
    _, form = submit(start_app(python, APP), "name=Geraldine&pin=geheim&extras-0=cream")
    fields = {field["name"]: field for field in form["fields"]}
    assert form["valid"] is False
    assert form["csrf"] == {"state": "passed", "why": ""}
    assert fields["name"]["errors"] == ["Field cannot be longer than 5 characters."]
    assert fields["name"]["value"]["repr"] == "'Geraldine'"
    assert fields["name"]["validators"] == ["InputRequired", "Length"]
    assert fields["extras"]["errors"] == ["Field cannot be longer than 3 characters."]
    assert [name for name, field in fields.items() if field["secret"]] == ["pin", "csrf_token"]


@PYTHONS
def test_a_valid_form_is_reported_once(start_app: StartApp, python: str) -> None:
    """Although the app's own `validate` calls that of its base."""
    body, form = submit(start_app(python, APP), "name=Ada")
    assert (body, form["valid"]) == (b"taken", True)


@PYTHONS
def test_the_apps_own_validate_decides(start_app: StartApp, python: str) -> None:
    """The event has the result of the form, and not that of WTForms."""
    _, form = submit(start_app(python, APP), "name=never")
    assert form["valid"] is False
    assert [field["errors"] for field in form["fields"]] == [[], [], [], []]


@PYTHONS
def test_an_exception_of_a_validator_reaches_the_app(start_app: StartApp, python: str) -> None:
    """The event has it, too."""
    _, form = submit(start_app(python, APP), "name=crash")
    assert (form["valid"], form["raised"]) == (None, "ZeroDivisionError: broken")


@PYTHONS
def test_a_form_without_its_token_is_refused(start_app: StartApp, python: str) -> None:
    """Also one with a changed token."""
    host = start_app(python, APP)
    headers, token, _ = show_form(host)
    _, exchange = host.send_request("POST", "/order", headers=headers, body=b"name=Ada")
    assert exchange.body("form")["csrf"] == {"state": "failed", "why": "The CSRF token is missing."}
    body = f"name=Ada&csrf_token={token}x".encode()
    _, exchange = host.send_request("POST", "/order", headers=headers, body=body)
    assert exchange.body("form")["csrf"]["why"] == "The CSRF token is invalid."


@PYTHONS
def test_csrf_protect_reports_its_decision(start_app: StartApp, python: str) -> None:
    """Before any form, with the reason of a refusal."""
    host = start_app(python, APP)
    headers, token, _ = show_form(host)
    response, exchange = host.send_request("POST", "/protected", headers=headers)
    assert response.status == 400
    assert exchange.body("form") == {
        "what": "csrf",
        "csrf": {"state": "failed", "why": "The CSRF token is missing."},
    }
    response, exchange = host.send_request(
        "POST", "/protected", headers=headers, body=f"csrf_token={token}".encode()
    )
    assert (response.status, exchange.body("form")["csrf"]["state"]) == (200, "passed")


@PYTHONS
def test_the_sensors_of_flask_extensions_are_on(start_app: StartApp, python: str) -> None:
    """None of them reports a fault."""
    host = start_app(python, APP)
    states = {sensor["name"]: sensor["state"] for sensor in host.ready["sensors"]}
    assert {states[name] for name in ("flash", "form", "login", "token", "warning", "output")} == {"on"}
    _, _, exchange = show_form(host)
    assert exchange.bodies("probe-fault") == []
