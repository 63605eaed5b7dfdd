"""Tests of a jar that keeps cookies as browsers do."""

import pytest

from server.runner.requests.cookie_jar import CookieJar

NOW = 1_800_000_000.0
LOCAL = "localhost"


def jar_with(*lines: str, host: str = LOCAL, path: str = "/account/login") -> CookieJar:
    """Return a jar after a response with these Set-Cookie headers."""
    jar = CookieJar(lambda: NOW)
    jar.store(host, path, tuple(("Set-Cookie", line) for line in lines))
    return jar


@pytest.mark.parametrize(
    ("line", "path", "sent"),
    [
        ("a=1; Path=/", "/", "a=1"),
        ("a=1", "/account/me?x=/y", "a=1"),
        ("a=1", "/accounts", ""),
        ("a=1", "/", ""),
        ("a=1; Path=/admin", "/admin", "a=1"),
        ("a=1; Path=/admin", "/admin/x", "a=1"),
        ("a=1; Path=/admin", "/administrator", ""),
        ("a=1; Path=admin", "/account/x", "a=1"),
        ("a=1; Path=/; Secure; HttpOnly; SameSite=Lax", "/", "a=1"),
        ("a=1; Path=/; Max-Age=10", "/", "a=1"),
        ("a=1; Path=/; Max-Age=0", "/", ""),
        ("a=1; Path=/; Max-Age=-1", "/", ""),
        ("a=1; Path=/; Max-Age=x", "/", "a=1"),
        ("a=1; Path=/; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "/", "a=1"),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "/", ""),
        ("a=1; Path=/; Expires=Fri, 01-Jan-2100 00:00:00 GMT", "/", "a=1"),
        ("a=1; Path=/; Expires=soon", "/", "a=1"),
        ("a=x=y; Path=/", "/", "a=x=y"),
        ("value; Path=/", "/", "value"),
        ('a="q"; Path=/', "/", 'a="q"'),
        ("; Path=/", "/", ""),
        ("a=" + "x" * 4096 + "; Path=/", "/", ""),
        ("a=1; Path=/; Domain=localhost", "/", "a=1"),
        ("a=1; Path=/; Domain=example.com", "/", ""),
        ("__Host-a=1; Path=/; Secure", "/", "__Host-a=1"),
        ("__Host-a=1; Path=/", "/", ""),
        ("__Host-a=1; Path=/x; Secure", "/x", ""),
        ("__Host-a=1; Path=/; Secure; Domain=localhost", "/", ""),
        ("__Secure-a=1; Path=/", "/", ""),
    ],
)
def test_a_cookie_is_kept_and_sent_as_by_a_browser(line: str, path: str, sent: str) -> None:
    """Path, expiry, size, domain and prefixes decide."""
    assert jar_with(line).header(LOCAL, path) == sent


def test_longer_paths_come_first_and_a_new_value_replaces_the_old_one() -> None:
    """A cookie of the same name and another path is another cookie."""
    jar = jar_with("a=1; Path=/", "b=2; Path=/", "a=3; Path=/account", "b=4; Path=/")
    assert jar.header(LOCAL, "/account/x") == "a=3; a=1; b=4"


def test_a_cookie_ends_when_its_time_has_come() -> None:
    """A cookie that is set with a past date is removed."""
    now = [NOW]
    jar = CookieJar(lambda: now[0])
    jar.store(LOCAL, "/", (("set-cookie", "a=1; Max-Age=5"), ("Set-Cookie", "b=1")))
    now[0] += 6
    assert jar.header(LOCAL, "/") == "b=1"
    jar.store(LOCAL, "/", (("Set-Cookie", "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),))
    assert jar.header(LOCAL, "/") == ""


def test_domains_share_a_cookie_only_downwards() -> None:
    """Another host gets a cookie only by Domain, and Secure needs a name of this machine."""
    jar = jar_with("a=1; Path=/; Domain=.shop.test", "b=2; Path=/", "c=3; Secure", host="www.shop.test")
    assert jar.header("www.shop.test", "/") == "a=1; b=2"
    assert jar.header("api.shop.test", "/") == "a=1"
    assert jar.header("badshop.test", "/") == ""
    assert jar_with("a=1; Path=/; Domain=test", host="shop.test").header("other.test", "/") == ""
