"""Forms, with the WTForms of today and of yesterday."""

import re
from typing import Any

import pytest

from tests.server.probe.conftest import StartApp
from tests.support.probe_host import ProbeHost, RecordedExchange

APP = "flask_extensions.py"
PYTHONS = pytest.mark.parametrize("python", ["own", pytest.param("people22", marks=pytest.mark.environments)])


def offered(host: ProbeHost) -> tuple[dict[str, str], str, RecordedExchange]:
    """The headers that send a form, the token it must have, and how it was shown."""
    response, exchange = host.send_request("GET", "/order")
    token = re.search(rb'value="([^"]+)"', response.body)
    assert token is not None
    cookie = str(response.header("set-cookie")).partition(";")[0]
    kind = "application/x-www-form-urlencoded"
    return {"Cookie": cookie, "Content-Type": kind}, token[1].decode(), exchange


def sent(host: ProbeHost, fields: str) -> tuple[bytes, dict[str, Any]]:
    """The answer to a form with a good token, and its event."""
    headers, token, _ = offered(host)
    response, exchange = host.send_request(
        "POST", "/order", headers=headers, body=f"csrf_token={token}&{fields}".encode()
    )
    return response.body, exchange.body("form")


@PYTHONS
def test_a_form_that_is_shown_was_not_sent(start_app: StartApp, python: str) -> None:
    """Its fields are told, and that it carries a token."""
    _, _, exchange = offered(start_app(python, APP))
    form = exchange.body("form")
    assert (form["form"], form["submitted"], form["valid"]) == ("OrderForm", False, None)
    assert [field["name"] for field in form["fields"]] == ["name", "pin", "extras", "csrf_token"]
    assert form["csrf"]["state"] == "offered"
    assert exchange.event("form")["caller"]["function"] == "order"


@PYTHONS
def test_a_form_tells_what_each_field_objects_to(start_app: StartApp, python: str) -> None:
    """With the value, the validators and those of inner fields; passwords are marked as secret."""
    _, form = sent(start_app(python, APP), "name=Geraldine&pin=geheim&extras-0=cream")
    fields = {field["name"]: field for field in form["fields"]}
    assert form["valid"] is False
    assert form["csrf"] == {"state": "passed", "why": ""}
    assert fields["name"]["errors"] == ["Field cannot be longer than 5 characters."]
    assert fields["name"]["value"]["repr"] == "'Geraldine'"
    assert fields["name"]["validators"] == ["InputRequired", "Length"]
    assert fields["extras"]["errors"] == ["Field cannot be longer than 3 characters."]
    assert [name for name, field in fields.items() if field["secret"]] == ["pin", "csrf_token"]


@PYTHONS
def test_a_valid_form_is_told_once(start_app: StartApp, python: str) -> None:
    """Though the app's own `validate` calls that of its base."""
    body, form = sent(start_app(python, APP), "name=Ada")
    assert (body, form["valid"]) == (b"taken", True)


@PYTHONS
def test_what_the_apps_own_validate_says_counts(start_app: StartApp, python: str) -> None:
    """The event has the last word of the form, not that of WTForms."""
    _, form = sent(start_app(python, APP), "name=never")
    assert form["valid"] is False
    assert [field["errors"] for field in form["fields"]] == [[], [], [], []]


@PYTHONS
def test_a_validator_that_breaks_off_breaks_off(start_app: StartApp, python: str) -> None:
    """The app gets its exception, and the event says which."""
    _, form = sent(start_app(python, APP), "name=crash")
    assert (form["valid"], form["raised"]) == (None, "ZeroDivisionError: broken")


@PYTHONS
def test_a_forged_form_fails_for_its_token(start_app: StartApp, python: str) -> None:
    """Without the token, and with that of somebody else."""
    host = start_app(python, APP)
    headers, token, _ = offered(host)
    _, exchange = host.send_request("POST", "/order", headers=headers, body=b"name=Ada")
    assert exchange.body("form")["csrf"] == {"state": "failed", "why": "The CSRF token is missing."}
    body = f"name=Ada&csrf_token={token}x".encode()
    _, exchange = host.send_request("POST", "/order", headers=headers, body=body)
    assert exchange.body("form")["csrf"]["why"] == "The CSRF token is invalid."


@PYTHONS
def test_csrf_protect_tells_whom_it_lets_pass(start_app: StartApp, python: str) -> None:
    """Before any form, and with its reason."""
    host = start_app(python, APP)
    headers, token, _ = offered(host)
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
def test_no_sensor_of_these_libraries_fails(start_app: StartApp, python: str) -> None:
    """All are on, and none reported a fault."""
    host = start_app(python, APP)
    states = {one["name"]: one["state"] for one in host.ready["sensors"]}
    assert {states[name] for name in ("flash", "form", "login", "token", "warning", "output")} == {"on"}
    _, _, exchange = offered(host)
    assert exchange.bodies("probe-fault") == []
