"""Tests that what guests and users write as text is decoded, or said to be wrong."""

import base64
import json
import zlib
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from server.lenses.kit.bodies import pretty_json
from server.lenses.session import signed_cookie
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.probe.child.sensors.token.formats import find_tokens, may_contain_token, read_token
from server.runner.requests.cookie_jar import CookieJar
from server.web.bench import composer
from tests.support.mutations import like, text_like
from tests.support.workbench_client import WorkbenchClient, workbench_client

pytestmark = pytest.mark.slow


def encoded(data: bytes) -> str:
    """Return bytes in the base64 of tokens."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


PAYLOADS = like(b'{"user": 1}', b'{"alg": "none", "exp": 1}', b"[" * 3000, b'{"a":' * 3000, b"{}")
SAMPLES = (
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
    "eyJ1c2VyIjoxfQ.ZdQ4Zw.c2lnbmF0dXJlLXNpZ25hdHVyZQ",
    "a.b.c",
)


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchClient]:
    """One workbench for all examples."""
    with workbench_client(tmp_path_factory.mktemp("workbench")) as client:
        yield client


@pytest.fixture(scope="module")
def app(workbench: WorkbenchClient) -> Flask:
    """The app of that workbench."""
    return workbench.app


@pytest.mark.hardness("fuzzed-decoders")
@given(payload=PAYLOADS, packed=st.booleans(), stamp=st.binary(max_size=12))
def test_a_session_cookie_is_decoded_or_none(payload: bytes, packed: bool, stamp: bytes) -> None:
    """What is in a cookie is a JSON object, or the cookie is no session."""
    first = "." + encoded(zlib.compress(payload)) if packed else encoded(payload)
    decoded = signed_cookie.decode(f"{first}.{encoded(stamp)}.{encoded(b'signature')}")
    assert decoded is None or isinstance(json.loads(decoded.payload), dict)


@pytest.mark.hardness("fuzzed-decoders")
@given(value=text_like(*SAMPLES))
def test_any_text_is_a_cookie_or_none(value: str) -> None:
    """No text raises anything."""
    signed_cookie.decode(value)


@pytest.mark.hardness("fuzzed-decoders")
@given(head=PAYLOADS, claims=PAYLOADS, rest=text_like("", "signature-signature"), text=text_like(*SAMPLES))
def test_a_token_is_read_or_none(head: bytes, claims: bytes, rest: str, text: str) -> None:
    """No token raises anything, and the facts of one can be sent."""
    for token in (f"{encoded(head)}.{encoded(claims)}.{rest}", text):
        facts = read_token(token)
        assert facts is None or json.dumps(facts)
        assert len(list(find_tokens(f"x {token} y"))) < 100
        may_contain_token(token)


@pytest.mark.hardness("fuzzed-decoders")
@given(text=text_like('{"a": [1, 2.5, null, "x"]}', "[1e5]"))
def test_json_is_laid_out_or_left(text: str) -> None:
    """A body that is no JSON, or too deep, is shown as it is."""
    laid_out = pretty_json(text)
    assert laid_out is None or isinstance(laid_out, str)


COOKIES = text_like(
    "seat=A12; Path=/; HttpOnly",
    "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "a=1; Expires=Thu, 01 Jan 99999 00:00:00 +9999999999",
    "a=1; Max-Age=60; Domain=.hall.example",
    "a=1; Max-Age=" + "9" * 400,
)


@pytest.mark.hardness("fuzzed-decoders")
@example(header="a=1; Expires=Mon, 01 Jan 0001 00:00:00 +2359", path="/", host="hall.example")
@example(header="a=1; Expires=Mon, 31 Dec 9999 23:59:59 -2359", path="/", host="hall.example")
@example(header="a=1; Expires=Mon, 01 Jan 2001 00:00:00 +99999999999999", path="", host="")
@example(header="\ud800=\udfff", path="x", host="\ud800")
@given(
    header=COOKIES, path=text_like("/", "/a/b?c", ""), host=text_like("hall.example", "127.0.0.1", "[::1]")
)
def test_a_cookie_is_kept_or_refused(header: str, path: str, host: str) -> None:
    """No Set-Cookie of a guest raises anything, and none reaches another host."""
    jar = CookieJar()
    kept = jar.set(header, host=host, path=path)
    assert kept or not jar.cookies_for(host, path)
    if not host.lower().endswith("other.example"):
        assert not jar.cookies_for("other.example", path) or host == ""


FORM = {
    "method": "GET",
    "url": "/items?a=1#x",
    "json": '{"a": 1}',
    "raw": "",
    "headers-name": "X-A",
    "headers-value": "1",
    "cookies-name": "a",
    "cookies-value": "b",
    "query-name": "q",
    "query-value": "1",
}


@pytest.mark.hardness("fuzzed-decoders")
@example(change={"json": "[" * 100_000})
@example(change={"url": "http://[::1"})
@example(change={"url": "http://localhost:99999999999/x"})
@example(change={"url": "http://\u2100.example/"})
@example(change={"method": "\u0130"})
@given(
    change=st.dictionaries(
        st.sampled_from(sorted(FORM)),
        text_like("/a", "http://localhost:5000/x?y#z", "[1]", "X-A: b\r\n", "GET").map(
            lambda text: text.encode("utf-8", "replace").decode()
        ),
        max_size=4,
    )
)
def test_a_form_is_a_request_or_a_problem(app: Flask, change: dict[str, str]) -> None:
    """Whatever is typed into the composer is a request to the app of the bench, or a problem that is said."""
    with app.test_request_context():
        made = composer.outgoing(MultiDict({**FORM, **change}), MultiDict())
    assert isinstance(made, OutgoingRequest | Problem)
    if isinstance(made, OutgoingRequest):
        assert made.path.startswith("/")


@pytest.mark.hardness("fuzzed-decoders")
@given(
    path=st.sampled_from(
        [
            "/bench/g1/rows",
            "/bench/g1",
            "/mail",
            "/mail/rows",
            "/handbook/search",
            "/open",
            "/events/x",
            "/interpreters/x",
            "/exchanges/1",
            "/handbook",
        ]
    ),
    name=st.sampled_from(
        ["before", "after", "q", "query", "target", "status", "method", "letter", "exchange", "guest"]
    ),
    value=text_like("1", "9" * 30, "-1", "5xx", "lab:session#x").map(
        lambda text: text.encode("utf-8", "replace").decode()
    ),
)
def test_no_query_breaks_a_page(workbench: WorkbenchClient, path: str, name: str, value: str) -> None:
    """Pages answer odd values of their parameters, and never with a mistake of ours."""
    if workbench.guests.get("g1") is None:
        workbench.open_guest()
    answer = workbench.get(f"{path}?{urlencode({name: value})}")
    assert answer.status_code < 500, answer.text
