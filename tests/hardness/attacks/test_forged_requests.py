"""Requests that no page of ours sends, over raw sockets to the real program."""

import re
import socket
from urllib.parse import urlencode

import pytest

from tests.hardness.conftest import Served
from tests.support.raw_workbench import RawAnswer

pytestmark = pytest.mark.slow

FORM = urlencode({"target": "lab:7-state/1-visits", "trust": "yes"}).encode()


def is_refused(answer: RawAnswer) -> bool:
    """Return whether an answer is a refusal that shows nothing of ours."""
    return answer.status in (400, 403, 404, 405, 501) and not answer.set_cookies


@pytest.mark.hardness("foreign-host")
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost:{port}",
        "127.0.0.1:{port}",
        "0.0.0.0:{port}",
        "[::1]:{port}",
        "[::ffff:127.0.0.1]:{port}",
        "{name}",
        "{name}:1",
        "{name}.:{port}",
        "{name}:{port}.",
        "x.{name}:{port}",
        "{name}:{port}@evil.example",
        "evil.example@{name}:{port}",
        "{name}:0{port}",
        "{name}%00:{port}",
        "",
    ],
)
def test_another_host_reaches_no_page(served: Served, host: str) -> None:
    """A request with the session and another Host is refused, on IPv4 and on IPv6."""
    ours = served.workbench
    name = ours.host.partition(":")[0]
    line = "Host: " + host.format(port=ours.port, name=name)
    for family in (socket.AF_INET, socket.AF_INET6):
        answer = ours.ask("GET / HTTP/1.1", line, f"Cookie: {ours.cookie}", family=family)
        assert is_refused(answer), (family, answer.status)


@pytest.mark.hardness("foreign-host")
def test_a_missing_or_second_host_reaches_no_page(served: Served) -> None:
    """Without a Host, with HTTP/1.0, or with two of them, also if one is ours, nothing is answered."""
    ours = served.workbench
    cookie = f"Cookie: {ours.cookie}"
    good, bad = f"Host: {ours.host}", "Host: evil.example"
    assert ours.ask("GET / HTTP/1.1", good, cookie).status == 200
    assert is_refused(ours.ask("GET / HTTP/1.1", cookie))
    assert is_refused(ours.ask("GET / HTTP/1.0", cookie))
    for lines in ((good, bad), (bad, good), (good, good)):
        assert is_refused(ours.ask("GET / HTTP/1.1", *lines, cookie))


@pytest.mark.hardness("foreign-host")
@pytest.mark.parametrize("authority", ["evil.example", "127.0.0.1:{port}", "user@{name}:{port}", ""])
def test_a_target_with_an_address_does_not_replace_the_host(served: Served, authority: str) -> None:
    """An absolute-form target names no page of ours unless the Host does, and never leads elsewhere."""
    ours = served.workbench
    name = ours.host.partition(":")[0]
    target = f"http://{authority.format(port=ours.port, name=name)}/bench"
    answer = ours.ask(f"GET {target} HTTP/1.1", "Host: evil.example", f"Cookie: {ours.cookie}")
    assert is_refused(answer)
    answer = ours.ask(
        f"GET http://{ours.host}/bench/g1 HTTP/1.1", "Host: evil.example", f"Cookie: {ours.cookie}"
    )
    assert is_refused(answer)
    with_our_host = ours.ask(f"GET {target} HTTP/1.1", f"Host: {ours.host}", f"Cookie: {ours.cookie}")
    assert "evil.example" not in with_our_host.text
    assert "evil.example" not in with_our_host.headers.get("location", "")


@pytest.mark.hardness("foreign-origin")
@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://localhost:{port}",
        "http://127.0.0.1:{port}",
        "http://{name}:1",
        "http://{name}",
        "https://{name}:{port}",
        "http://{name}:{port}/",
        "http://{name}:{port}.evil.example",
        "HTTP://{name}:{port}",
        "",
    ],
)
def test_a_change_of_another_origin_changes_nothing(served: Served, origin: str | None) -> None:
    """A change with all secrets but another Origin, none or `null` is refused."""
    ours = served.workbench
    name = ours.host.partition(":")[0]
    value = None if origin is None else origin.format(port=ours.port, name=name)
    for path in (served.bench + "/stop", served.bench + "/close", "/try", "/session", "/open"):
        assert ours.send("POST", path, FORM, Origin=value).status == 403, path
    assert served.nothing_happened()


@pytest.mark.hardness("foreign-site")
@pytest.mark.parametrize(
    "site", ["cross-site", "same-site", "none", "CROSS-SITE", "same-origin, cross-site", ""]
)
def test_a_change_from_another_site_changes_nothing(served: Served, site: str) -> None:
    """A change with all secrets that the browser says comes from another site is refused."""
    for path in (served.bench + "/stop", served.bench + "/close", "/try", "/session"):
        assert served.workbench.send("POST", path, Sec_Fetch_Site=site).status == 403, path
    assert served.nothing_happened()


@pytest.mark.hardness("foreign-site")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_opens_no_page_and_uses_no_launch_link(served: Served, site: str) -> None:
    """A link on another site leads to no page, to no file of ours, and does not use up a launch link."""
    ours = served.workbench
    for path in (
        "/",
        "/bench",
        "/exchanges/1",
        "/mail",
        "/static/dist/main.js",
        "/?launch=guess",
        "/events?guest=g1",
    ):
        assert ours.send("GET", path, Sec_Fetch_Site=site).status == 403, path


@pytest.mark.hardness("form-post")
@pytest.mark.parametrize(
    "type_", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", None]
)
def test_a_plain_form_changes_nothing(served: Served, type_: str | None) -> None:
    """What a form of any page can send lacks the token, and is refused even with our cookie and Origin."""
    for target in (served.bench + "/stop", "/open", "/try", "/settings", "/session"):
        answer = served.workbench.send(
            "POST", target, FORM, Content_Type=type_, X_Fumehood_Token=None, HX_Request=None
        )
        assert answer.status == 403, target
    assert served.nothing_happened()


@pytest.mark.hardness("form-post")
@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "post", "BREW"]
)
def test_no_other_method_is_known(served: Served, method: str) -> None:
    """Methods other than GET, HEAD and POST are refused with all secrets."""
    assert is_refused(served.workbench.send(method, served.bench + "/stop"))
    assert served.nothing_happened()


@pytest.mark.hardness("form-post")
def test_a_method_cannot_be_overridden(served: Served) -> None:
    """A GET that asks to be taken for a POST, in a header, its query or its body, is a GET."""
    ours = served.workbench
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        lines = (f"Host: {ours.host}", f"Cookie: {ours.cookie}", f"{header}: POST")
        assert ours.ask(f"GET {served.bench}/stop HTTP/1.1", *lines).status == 405
    assert ours.send("GET", served.bench + "/stop?_method=POST").status == 405
    assert ours.send("GET", served.bench + "/stop", b"_method=POST", Content_Length="12").status == 405
    assert served.nothing_happened()


@pytest.mark.hardness("missing-token")
def test_wrong_secrets_open_nothing(served: Served) -> None:
    """Neither a part of a secret, nor one secret in the place of another, nor a longer one is taken."""
    ours = served.workbench
    name, _, session = ours.cookie.partition("=")
    for cookie in (
        None,
        "",
        f"{name}=",
        f"{name}={session[:-1]}",
        f"{name}={session}x",
        f"{name}={ours.token}",
        f"x={session}",
        f'{name}="{session}',
        f"{name.upper()}={session}",
    ):
        assert ours.send("GET", "/", Cookie=cookie).status == 403, cookie
        assert ours.send("POST", served.bench + "/stop", Cookie=cookie).status == 403, cookie
    for token in (
        None,
        "",
        ours.token[:-1],
        ours.token + "x",
        session,
        f"{ours.token}, {ours.token}",
        ours.token.upper(),
    ):
        assert ours.send("POST", served.bench + "/stop", X_Fumehood_Token=token).status == 403, token
        assert ours.send("POST", "/session", Cookie=None, X_Fumehood_Token=token).status == 403, token
    assert served.nothing_happened()


@pytest.mark.hardness("cors")
@pytest.mark.parametrize(
    "target", ["/", "/bench", "/session", "/open", "/static/dist/main.js", "/events?guest=g1", "/nothing"]
)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "{ours}"])
def test_no_answer_opens_itself_to_another_origin(served: Served, target: str, origin: str) -> None:
    """A preflight is refused, and no answer has a header of CORS."""
    ours = served.workbench
    value = origin.format(ours=ours.origin)
    answers = [
        ours.send(
            "OPTIONS",
            target,
            Origin=value,
            Access_Control_Request_Method="POST",
            Access_Control_Request_Headers="X-Fumehood-Token",
        )
    ]
    if not target.startswith("/events"):
        answers += [ours.send(method, target, Origin=value) for method in ("GET", "HEAD", "POST")]
    assert answers[0].status == 405 or answers[0].status == 403
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.hardness("open-redirect")
@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "\\evil.example",
        "/\\evil.example",
        "/%5Cevil.example",
        "//evil.example/%2e%2e",
        "https://evil.example",
        "%2F%2Fevil.example",
        "/%09/evil.example",
        "/bench/..//evil.example",
        ";//evil.example",
        "/%0d%0aLocation:%20http://evil.example",
    ],
)
def test_no_address_leads_elsewhere(served: Served, elsewhere: str) -> None:
    """No path and no parameter of ours becomes a redirect to another host."""
    ours = served.workbench
    targets = [
        elsewhere,
        f"/{elsewhere}",
        f"/?launch=x&page={elsewhere}",
        f"/?page={elsewhere}&next={elsewhere}",
        f"/open?target={elsewhere}",
        f"/handbook/{elsewhere}",
        f"/bench/{elsewhere}",
    ]
    for target in targets:
        answer = ours.send("GET", target)
        location = answer.headers.get("location", "/").removeprefix(ours.origin)
        assert re.match(r"/(?![/\\])", location), (target, location)
        for header in ("hx-redirect", "hx-location", "refresh"):
            assert "evil" not in answer.headers.get(header, "").partition("?")[0], target


@pytest.mark.hardness("stream-without-session")
@pytest.mark.parametrize("query", ["", "?guest=g1", "?mail=yes", "?guest=g1&after=0"])
def test_a_stream_needs_the_session(served: Served, query: str) -> None:
    """Nobody listens to the events without the cookie, and no other site does with it."""
    ours = served.workbench
    assert ours.send("GET", f"/events{query}", Cookie=None).status == 403
    assert ours.send("GET", f"/events{query}", Cookie=f"x={ours.token}").status == 403
    assert ours.send("GET", f"/events{query}", Sec_Fetch_Site="cross-site").status == 403
    assert ours.send("GET", f"/events{query}", Origin="http://evil.example").status == 403
