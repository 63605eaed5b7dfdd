"""Tests that the guard says yes to nothing but our own requests."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.guard_client import NAME, PORT, GuardClient
from tests.support.mutations import header_like

pytestmark = [pytest.mark.slow, pytest.mark.hardness("fuzzed-guard")]

HOST = f"{NAME}:{PORT}"
HOSTS = header_like(
    HOST, HOST.upper(), f"{HOST}.", f"http://{HOST}", f"a@{HOST}", "127.0.0.1:5123", "[::1]:5123"
)
NATURES = st.sampled_from(
    ["same-origin", "none", "same-site", "cross-site", "", "SAME-ORIGIN", "same-origin, none"]
)


@pytest.fixture(scope="module")
def client() -> GuardClient:
    """A guard whose session is known."""
    return GuardClient()


@given(host=HOSTS, method=st.sampled_from(["GET", "HEAD", "POST"]))
def test_only_our_host_is_let_in(client: GuardClient, host: str, method: str) -> None:
    """Whatever Host is sent, only the exact one is answered."""
    assert (client.request(method, Host=host).status == 200) is (host == HOST)


@given(origin=HOSTS, site=NATURES)
def test_only_our_origin_changes_something(client: GuardClient, origin: str, site: str) -> None:
    """Whatever Origin and Sec-Fetch-Site are sent, only ours change something."""
    ours = origin == client.keys.origin and site == "same-origin"
    assert (client.request("POST", Origin=origin, Sec_Fetch_Site=site).status == 200) is ours


@given(data=st.data())
def test_only_our_secrets_open(client: GuardClient, data: st.DataObject) -> None:
    """Whatever cookie and token are sent, only ours open and change something, in any order among others."""
    name, _, value = client.session.partition("=")
    cookie = data.draw(
        header_like(client.session, f"a=b; {client.session}; c", f'{name}="x"; {name}=y'), "cookie"
    )
    token = data.draw(header_like(client.keys.token, value), "token")
    has_session = client.keys.session_matches(cookie)
    assert not has_session or value in cookie
    assert (client.request(Cookie=cookie).status == 200) is has_session
    allowed = has_session and token == client.keys.token
    assert (client.request("POST", Cookie=cookie, X_Fumehood_Token=token).status == 200) is allowed
    renewed = client.request("POST", "/session", Cookie=cookie, X_Fumehood_Token=token)
    assert (renewed.status == 204) is (token == client.keys.token)


@given(
    query=header_like("launch=x", "launch=&launch=y", "a=b;launch=c", "launch=%ff%00"),
    length=header_like("12"),
)
def test_odd_queries_and_lengths_are_answered(client: GuardClient, query: str, length: str) -> None:
    """An odd query or length is refused, or taken for what it is; it never opens anything."""
    path = "/?" + query.replace("#", "")
    answer = client.request(path=path, Cookie=None)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers
    assert client.request("POST", Content_Length=length).status in (200, 413)


@given(path=header_like("/bench/1/stop", "//evil.example", "/\\evil.example", "/static/../x"))
def test_no_path_is_open_to_strangers(client: GuardClient, path: str) -> None:
    """Without the session every path is refused, but for reading static files."""
    for method in ("GET", "POST"):
        answer = client.request(method, path="/" + re.sub(r"[][?#]", "", path), Cookie=None)
        public = method == "GET" and answer.body == b"inside"
        assert answer.status == 403 or (public and path.lstrip("/").startswith("static/"))
