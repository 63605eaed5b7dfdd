"""Tests of the token sensor: tokens in requests and responses, and those that the guest makes and checks."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.server.probe.conftest import OpenApp, StartApp

APP = "flask_extensions.py"
PYTHONS = pytest.mark.parametrize("python", ["own", pytest.param("people22", marks=pytest.mark.environments)])


def part(value: object) -> str:
    """Return a part of a JWT."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


JWT = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': 'ada', 'exp': 1_700_000_000})}.{'s' * 43}"
UNSIGNED = f"{part({'alg': 'none'})}.{part({'sub': 'eve'})}."
SIGNED = f"{part({'reset': 7})}.ZZaaaa.{'s' * 27}"
PLACES = [
    ("GET", "/echo", {"Authorization": f"Bearer {JWT}"}, None, "header Authorization"),
    ("GET", f"/echo?key={quote(JWT)}", {}, None, "query key"),
    ("GET", "/echo", {"Cookie": f"a=1; ticket={JWT}"}, None, "cookie ticket"),
    ("POST", "/echo", {"Content-Type": "application/json"}, json.dumps({"a": [{"jwt": JWT}]}), "json jwt"),
    ("POST", "/echo", {"Content-Type": "application/json"}, f'{{"cut": "{JWT}"', "body"),
    ("POST", "/echo", {"Content-Type": "application/x-www-form-urlencoded"}, f"t={JWT}", "form t"),
    ("POST", "/echo", {"Content-Type": "text/plain"}, f"see {JWT}, please", "body"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[-1])
def test_a_token_is_found_in_each_part_of_a_request(
    start_app: StartApp, place: tuple[str, str, dict[str, str], str | None, str]
) -> None:
    """With its claims and expiry, without its signature."""
    method, path, headers, body, where = place
    sent = None if body is None else body.encode()
    _, exchange = start_app("own", APP).send_request(method, path, headers=headers, body=sent)
    token = exchange.body("token")
    assert (token["act"], token["direction"], token["where"]) == ("met", "in", where)
    assert (token["kind"], token["algorithm"], token["size"]) == ("jwt", "HS256", len(JWT))
    assert token["claims"]["sub"]["repr"] == "'ada'"
    assert token["expires_in"] < 0
    assert "s" * 43 not in json.dumps(token)


@PYTHONS
def test_tokens_that_the_app_makes_and_checks_are_reported(start_app: StartApp, python: str) -> None:
    """Those of PyJWT and ItsDangerous: valid ones, invalid ones, and one whose signature was not checked."""
    _, exchange = start_app(python, APP).send_request("GET", "/tokens")
    tokens = [(body["act"], body["kind"], body["verified"]) for body in exchange.bodies("token")]
    assert tokens == [
        ("made", "jwt", None),
        ("checked", "jwt", True),
        ("checked", "jwt", None),
        ("checked", "jwt", False),
        ("made", "itsdangerous", None),
        ("checked", "itsdangerous", True),
        ("checked", "itsdangerous", False),
        ("met", "itsdangerous", None),
        ("met", "jwt", None),
    ]
    refused = exchange.bodies("token")[3]
    assert refused["problem"].startswith("InvalidSignatureError")
    made, met = exchange.bodies("token")[0], exchange.bodies("token")[8]
    assert made["token"] == met["token"]
    assert met["where"] == "json token"


def test_a_token_in_a_cookie_of_the_response_is_reported(start_app: StartApp) -> None:
    """Also a JWT without a signature."""
    _, exchange = start_app("own", APP).send_request("GET", f"/echo?set={quote(UNSIGNED)}&go=1")
    places = {(body["direction"], body["where"], body["algorithm"]) for body in exchange.bodies("token")}
    assert ("out", "cookie ticket", "none") in places


def test_a_token_of_itsdangerous_is_reported(start_app: StartApp) -> None:
    """With payload and time of signing."""
    _, exchange = start_app("own", APP).send_request("GET", f"/echo?reset={SIGNED}")
    token = exchange.body("token")
    assert (token["kind"], token["claims"]["reset"]["repr"]) == ("itsdangerous", "7")
    assert token["signed_at"] > 1_000_000_000


@pytest.mark.parametrize(
    "text",
    ["1.2.3", "www.example.org", "a" * 40 + ".b.c", "e30.e30.e30", f"bm8.{'s' * 27}", "." * 100, JWT[:60]],
)
def test_texts_that_are_not_tokens_are_not_reported(start_app: StartApp, text: str) -> None:
    """Versions, host names and parts of tokens."""
    _, exchange = start_app("own", APP).send_request("GET", f"/echo?a={text}")
    assert exchange.bodies("token") == []
    assert exchange.bodies("probe-fault") == []


def test_the_session_cookie_is_left_to_the_session_sensor(open_app: OpenApp) -> None:
    """Neither the cookie nor its signing is reported."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/set")
    assert exchange.bodies("token") == []
    cookie = {"Cookie": str(response.header("set-cookie")).partition(";")[0]}
    _, exchange = host.send_request("GET", "/read", headers=cookie)
    assert exchange.bodies("token") == []
