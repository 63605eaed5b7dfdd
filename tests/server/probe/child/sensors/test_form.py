"""Forms, with the WTForms of today and of yesterday."""

import re
from typing import Any

import pytest

from tests.server.probe.conftest import Starter
from tests.server.probe.host import Host, Seen

APP = "companions.py"
PYTHONS = pytest.mark.parametrize("python", ["own", pytest.param("people22", marks=pytest.mark.environments)])


def offered(host: Host) -> tuple[dict[str, str], str, Seen]:
    """The headers that send a form, the token it must have, and how it was shown."""
    answer, seen = host.send_request("GET", "/order")
    token = re.search(rb'value="([^"]+)"', answer.body)
    assert token is not None
    cookie = str(answer.header("set-cookie")).partition(";")[0]
    kind = "application/x-www-form-urlencoded"
    return {"Cookie": cookie, "Content-Type": kind}, token[1].decode(), seen


def sent(host: Host, fields: str) -> tuple[bytes, dict[str, Any]]:
    """The answer to a form with a good token, and its event."""
    headers, token, _ = offered(host)
    answer, seen = host.send_request(
        "POST", "/order", headers=headers, body=f"csrf_token={token}&{fields}".encode()
    )
    return answer.body, seen.one("form")


@PYTHONS
def test_a_form_that_is_shown_was_not_sent(running: Starter, python: str) -> None:
    """Its fields are told, and that it carries a token."""
    _, _, seen = offered(running(python, APP))
    form = seen.one("form")
    assert (form["form"], form["submitted"], form["valid"]) == ("OrderForm", False, None)
    assert [field["name"] for field in form["fields"]] == ["name", "pin", "extras", "csrf_token"]
    assert form["csrf"]["state"] == "offered"
    assert seen.event("form")["caller"]["function"] == "order"


@PYTHONS
def test_a_form_tells_what_each_field_objects_to(running: Starter, python: str) -> None:
    """With the value, the validators and those of inner fields; passwords are marked as secret."""
    _, form = sent(running(python, APP), "name=Geraldine&pin=geheim&extras-0=cream")
    fields = {field["name"]: field for field in form["fields"]}
    assert form["valid"] is False
    assert form["csrf"] == {"state": "passed", "why": ""}
    assert fields["name"]["errors"] == ["Field cannot be longer than 5 characters."]
    assert fields["name"]["value"]["repr"] == "'Geraldine'"
    assert fields["name"]["validators"] == ["InputRequired", "Length"]
    assert fields["extras"]["errors"] == ["Field cannot be longer than 3 characters."]
    assert [name for name, field in fields.items() if field["secret"]] == ["pin", "csrf_token"]


@PYTHONS
def test_a_valid_form_is_told_once(running: Starter, python: str) -> None:
    """Though the app's own `validate` calls that of its base."""
    body, form = sent(running(python, APP), "name=Ada")
    assert (body, form["valid"]) == (b"taken", True)


@PYTHONS
def test_what_the_apps_own_validate_says_counts(running: Starter, python: str) -> None:
    """The event has the last word of the form, not that of WTForms."""
    _, form = sent(running(python, APP), "name=never")
    assert form["valid"] is False
    assert [field["errors"] for field in form["fields"]] == [[], [], [], []]


@PYTHONS
def test_a_validator_that_breaks_off_breaks_off(running: Starter, python: str) -> None:
    """The app gets its exception, and the event says which."""
    _, form = sent(running(python, APP), "name=crash")
    assert (form["valid"], form["raised"]) == (None, "ZeroDivisionError: broken")


@PYTHONS
def test_a_forged_form_fails_for_its_token(running: Starter, python: str) -> None:
    """Without the token, and with that of somebody else."""
    host = running(python, APP)
    headers, token, _ = offered(host)
    _, seen = host.send_request("POST", "/order", headers=headers, body=b"name=Ada")
    assert seen.one("form")["csrf"] == {"state": "failed", "why": "The CSRF token is missing."}
    body = f"name=Ada&csrf_token={token}x".encode()
    _, seen = host.send_request("POST", "/order", headers=headers, body=body)
    assert seen.one("form")["csrf"]["why"] == "The CSRF token is invalid."


@PYTHONS
def test_csrf_protect_tells_whom_it_lets_pass(running: Starter, python: str) -> None:
    """Before any form, and with its reason."""
    host = running(python, APP)
    headers, token, _ = offered(host)
    answer, seen = host.send_request("POST", "/protected", headers=headers)
    assert answer.status == 400
    assert seen.one("form") == {
        "what": "csrf",
        "csrf": {"state": "failed", "why": "The CSRF token is missing."},
    }
    answer, seen = host.send_request(
        "POST", "/protected", headers=headers, body=f"csrf_token={token}".encode()
    )
    assert (answer.status, seen.one("form")["csrf"]["state"]) == (200, "passed")


@PYTHONS
def test_no_sensor_of_these_libraries_fails(running: Starter, python: str) -> None:
    """All are on, and none reported a fault."""
    host = running(python, APP)
    states = {one["name"]: one["state"] for one in host.ready["sensors"]}
    assert {states[name] for name in ("flash", "form", "login", "token", "warning", "output")} == {"on"}
    _, _, seen = offered(host)
    assert seen.of("probe-fault") == []
