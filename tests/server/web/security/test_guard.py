"""The guard in front of Flask, a case a test."""

import re

import pytest

from server.web.security.guard import MAX_BODY_BYTES
from server.web.security.keys import Keys
from tests.support.guard_client import NAME, PORT, GuardClient


@pytest.fixture
def client() -> GuardClient:
    """A guard whose session is known."""
    return GuardClient()


def test_a_request_of_our_own_page_is_let_in(client: GuardClient) -> None:
    """The requests that the other tests break one thing of are answered."""
    assert client.request().body == b"inside"
    assert client.request("POST").body == b"inside"


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        NAME,
        f"localhost:{PORT}",
        f"127.0.0.1:{PORT}",
        f"{NAME}:{PORT + 1}",
        f"{NAME}:{PORT}.evil.example",
        f"other.{NAME}:{PORT}",
        f"evil.example:{PORT}",
        f"{NAME}:{PORT},{NAME}:{PORT}",
        f"{NAME}:{PORT}, evil.example",
        f"[::1]:{PORT}",
        f" {NAME}:{PORT}",
        f"{NAME}:0{PORT}",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.hardness("foreign-host")
def test_another_host_is_refused(client: GuardClient, host: str | None, method: str) -> None:
    """Only the exact Host of our address and port is answered: a rebound name is not ours."""
    assert client.request(method, Host=host).status == 403


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        f"http://localhost:{PORT}",
        f"http://127.0.0.1:{PORT}",
        f"https://{NAME}:{PORT}",
        f"http://{NAME}",
        "http://evil.example",
    ],
)
@pytest.mark.hardness("foreign-origin")
def test_a_change_from_another_origin_is_refused(client: GuardClient, origin: str | None) -> None:
    """A state change names our origin, or it does not happen."""
    assert client.request("POST", Origin=origin).status == 403


@pytest.mark.hardness("cross-site-read")
def test_a_reader_of_another_origin_is_refused(client: GuardClient) -> None:
    """A GET needs no Origin, but one that has another is not from us."""
    assert client.request(Origin="http://evil.example").status == 403
    assert client.request(Origin="null").status == 403
    assert client.request(Origin=client.keys.origin).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
@pytest.mark.hardness("foreign-origin")
def test_a_change_from_another_site_is_refused(client: GuardClient, site: str) -> None:
    """Sec-Fetch-Site of a state change is same-origin where the browser sends it."""
    assert client.request("POST", Sec_Fetch_Site=site).status == 403


@pytest.mark.parametrize(
    ("site", "code"), [("cross-site", 403), ("same-site", 403), ("none", 200), (None, 200)]
)
@pytest.mark.hardness("cross-site-read")
def test_a_page_is_not_read_from_another_site(client: GuardClient, site: str | None, code: int) -> None:
    """A page is opened by us, by hand, or by a browser too old to say; not by a link of another site."""
    assert client.request(Sec_Fetch_Site=site).status == code


def test_a_change_of_an_old_browser_still_needs_everything_else(client: GuardClient) -> None:
    """Without Sec-Fetch-Site the Origin, the session and the header token decide."""
    assert client.request("POST", Sec_Fetch_Site=None).status == 200
    assert client.request("POST", Sec_Fetch_Site=None, Origin=None).status == 403


@pytest.mark.parametrize("cookie", [None, "", "fumehood-5123=", "fumehood-5123=guess", "fumehood-1=x"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.hardness("missing-token")
def test_without_the_session_nothing_is_answered(
    client: GuardClient, cookie: str | None, method: str
) -> None:
    """Neither page nor change without the cookie of a launch."""
    answer = client.request(method, Cookie=cookie)
    assert answer.status == 403
    assert b"inside" not in answer.body


@pytest.mark.parametrize("token", [None, "", "guess"])
@pytest.mark.hardness("missing-token")
def test_a_change_needs_the_header_token(client: GuardClient, token: str | None) -> None:
    """The cookie alone is not enough: only a page of ours can send the header."""
    assert client.request("POST", X_Fumehood_Token=token).status == 403


@pytest.mark.hardness("missing-token")
def test_the_session_is_no_header_token(client: GuardClient) -> None:
    """The value of the cookie is not accepted as the header token."""
    assert client.request("POST", X_Fumehood_Token=client.session.partition("=")[2]).status == 403


def test_the_header_token_gets_the_session_again(client: GuardClient) -> None:
    """A page of ours whose cookie another server took away gets it back with the token that it kept."""
    for cookie in (None, f"{client.keys.cookie_name}=forged", client.session):
        answer = client.request("POST", path="/session", Cookie=cookie)
        assert (answer.status, answer.headers["Set-Cookie"]) == (204, client.keys.set_cookie)


@pytest.mark.parametrize(
    "change",
    [
        {"X_Fumehood_Token": None},
        {"X_Fumehood_Token": "guess"},
        {"Origin": "http://evil.example"},
        {"Origin": f"http://{NAME}:{PORT + 1}"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": f"127.0.0.1:{PORT}"},
    ],
)
@pytest.mark.hardness("missing-token")
def test_nobody_else_gets_a_session(client: GuardClient, change: dict[str, str | None]) -> None:
    """The session is renewed for the header token from our own origin, also where the cookie is right."""
    answer = client.request("POST", path="/session", **change)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_session_is_not_renewed_by_reading(client: GuardClient, method: str) -> None:
    """A link to the renewal gives nothing."""
    assert "Set-Cookie" not in client.request(method, path="/session").headers
    assert client.request(method, path="/session", Cookie=None).status == 403


@pytest.mark.hardness("missing-token")
def test_the_cookie_alone_finds_no_header_token(client: GuardClient) -> None:
    """A used launch link does not give the token again, even with the right cookie."""
    path = f"/?launch={client.keys.launch(30)}"
    client.request(path=path, Cookie=None)
    assert client.keys.token.encode() not in client.request(path=path).body


def test_a_refusal_names_its_code(client: GuardClient) -> None:
    """Our scripts learn from the header whether a new session would help."""
    assert client.request(Cookie=None).headers["X-Fumehood-Refused"] == "session"
    assert client.request("POST", X_Fumehood_Token=None).headers["X-Fumehood-Refused"] == "token"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get"])
def test_other_methods_are_refused(client: GuardClient, method: str) -> None:
    """Our pages read and post; whatever else arrives is answered 405, a preflight too."""
    answer = client.request(method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    ("length", "code"),
    [
        ("0", 200),
        (str(MAX_BODY_BYTES), 200),
        (str(MAX_BODY_BYTES + 1), 413),
        ("-1", 413),
        ("1e3", 413),
        ("9" * 5000, 413),
    ],
)
@pytest.mark.hardness("body-over-limit")
def test_a_body_has_a_limit(client: GuardClient, length: str, code: int) -> None:
    """A body over 32 MiB, or of a length that is not a number, is refused before it is read."""
    assert client.request("POST", Content_Length=length).status == code


def test_a_launch_begins_a_session_at_an_address_without_the_token(client: GuardClient) -> None:
    """A launch URL is answered by the cookie and a page with the header token that leads on."""
    token = client.keys.launch(30, page="/open?target=%22a%22&x")
    answer = client.request(path=f"/?launch={token}", Cookie=None, Sec_Fetch_Site="none")
    assert answer.status == 200
    assert b'href="/open?target=%22a%22&amp;x"' in answer.body
    assert client.keys.token.encode() in answer.body
    assert token.encode() not in answer.body
    assert client.request(Cookie=answer.headers["Set-Cookie"].partition(";")[0]).status == 200


@pytest.mark.hardness("launch-link")
def test_a_launch_works_once(client: GuardClient) -> None:
    """The second browser that uses a launch URL is refused."""
    path = f"/?launch={client.keys.launch(30)}"
    assert client.request(path=path, Cookie=None).status == 200
    again = client.request(path=path, Cookie=None)
    assert again.status == 403
    assert "Set-Cookie" not in again.headers


@pytest.mark.hardness("launch-link")
def test_a_launch_expires(client: GuardClient) -> None:
    """A launch URL that was left lying about opens nothing."""
    path = f"/?launch={client.keys.launch(600)}"
    client.clock.now += 601
    assert client.request(path=path, Cookie=None).status == 403


def test_a_used_launch_in_the_browser_that_used_it_leads_home(client: GuardClient) -> None:
    """Going back to a launch URL in the launched browser is no dead end, and gives no new cookie."""
    path = f"/?launch={client.keys.launch(30)}"
    client.request(path=path, Cookie=None)
    again = client.request(path=path)
    assert (again.status, again.headers["Location"]) == (303, "/")
    assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize(
    "change",
    [{"Host": "localhost:5123"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "http://evil.example"}],
)
@pytest.mark.hardness("launch-link")
def test_a_launch_from_elsewhere_does_not_use_the_token_up(
    client: GuardClient, change: dict[str, str]
) -> None:
    """A launch that another layer refuses leaves the token to whom it was given."""
    path = f"/?launch={client.keys.launch(30)}"
    assert client.request(path=path, Cookie=None, **change).status == 403
    assert client.request(path=path, Cookie=None).status == 200


@pytest.mark.parametrize(
    ("method", "path"), [("HEAD", "/?launch={}"), ("POST", "/?launch={}"), ("GET", "/bench?launch={}")]
)
@pytest.mark.hardness("launch-link")
def test_only_the_launch_url_redeems(client: GuardClient, method: str, path: str) -> None:
    """A preview by HEAD, a POST or another path does not use a launch token."""
    token = client.keys.launch(30)
    client.request(method, path=path.format(token), Cookie=None)
    assert client.keys.redeem(token)


def test_every_response_has_the_security_headers(client: GuardClient) -> None:
    """Pages, refusals and launches alike: policy, nosniff, no framing, referrer, sharing or storing."""
    launch = f"/?launch={client.keys.launch(30)}"
    for answer in (
        client.request(),
        client.request(Cookie=None),
        client.request(Host="evil.example"),
        client.request(path=launch, Cookie=None),
    ):
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers.getlist("Referrer-Policy") == ["no-referrer"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert not [name for name, _value in headers if name.lower().startswith("access-control-")]
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert re.fullmatch(r"'self' 'nonce-[\w-]{22}'", policy["style-src"])


@pytest.mark.hardness("launch-link")
def test_a_nonce_is_used_once(client: GuardClient) -> None:
    """The nonce of the policy is the one that the page is given, and another for each answer."""
    first, second = client.request(), client.request()
    assert f"'nonce-{first.headers['X-Nonce']}'" in first.headers["Content-Security-Policy"]
    assert first.headers["X-Nonce"] != second.headers["X-Nonce"]


def test_static_files_need_no_session_but_everything_else(client: GuardClient) -> None:
    """Our own style and script are public, on our host and for our own pages; the tree around them is not."""
    assert client.request(path="/static/dist/main.css", Cookie=None).status == 200
    assert client.request(path="/static/dist/main.css", Cookie=None, Host="localhost:5123").status == 403
    assert (
        client.request(path="/static/dist/main.css", Cookie=None, Sec_Fetch_Site="cross-site").status == 403
    )
    assert client.request("POST", path="/static/dist/main.css", Cookie=None).status == 403
    assert client.request(path="/staticfoo", Cookie=None).status == 403


def test_a_refusal_reveals_no_secret(client: GuardClient, caplog: pytest.LogCaptureFixture) -> None:
    """Neither page nor log of a refused launch contains the token, and the request is escaped."""
    answer = client.request(path="/?launch=<script>secret", Cookie=None)
    assert b"secret" not in answer.body
    assert "secret" not in caplog.text
    assert "refused (launch)" in caplog.text


def test_a_head_is_refused_without_a_body(client: GuardClient) -> None:
    """A refusal of HEAD has the headers of the page and not the page."""
    answer = client.request("HEAD", Cookie=None)
    assert (answer.status, answer.body) == (403, b"")
    assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.hardness("missing-token")
def test_the_session_of_another_start_is_refused(client: GuardClient) -> None:
    """A cookie from before a restart at the same port is no session."""
    assert client.request(Cookie=Keys(NAME, PORT).set_cookie.partition(";")[0]).status == 403
