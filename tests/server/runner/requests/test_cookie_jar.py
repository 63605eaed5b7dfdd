"""Test the cookie jar; test_cookie_jar_in_chromium.py compares it with a real browser."""

import pytest

from server.runner.requests.cookie_jar import CookieJar


def sent_after(
    header: str, *, host: str = "hall.example", path: str = "/", to: str = "/"
) -> tuple[tuple[str, str], ...]:
    """Return what is sent to `to` after one Set-Cookie."""
    jar = CookieJar()
    jar.set(header, host=host, path=path)
    return jar.cookies_for(host, to)


def test_name_and_value_come_back_without_attributes() -> None:
    """Attributes are not sent back."""
    assert sent_after("seat=A12; HttpOnly; Path=/; SameSite=Lax") == (("seat", "A12"),)


@pytest.mark.parametrize(("size", "count"), [(4092, 1), (4093, 0)])
def test_4096_bytes_of_name_and_value_are_the_limit(size: int, count: int) -> None:
    """One byte more and the cookie is dropped whole (RFC 6265bis, 5.6); attributes do not count."""
    assert len(sent_after(f"name={'x' * size}; Path=/; HttpOnly")) == count


def test_a_long_attribute_is_ignored_alone() -> None:
    """More than 1024 bytes of an attribute drop the attribute, not the cookie."""
    assert sent_after(f"seat=A12; Path=/{'x' * 1024}") == (("seat", "A12"),)


@pytest.mark.parametrize(
    ("cookie", "asked", "sent"),
    [
        ("/stalls", "/stalls", True),
        ("/stalls", "/stalls/lamp", True),
        ("/stalls", "/stallside", False),
        ("/stalls/", "/stalls/lamp", True),
        ("/stalls/", "/stalls", False),
        ("/", "/anything", True),
    ],
)
def test_paths_match_by_whole_segments(cookie: str, asked: str, sent: bool) -> None:
    """A cookie's path covers itself and the paths below it."""
    assert bool(sent_after(f"lamp=on; Path={cookie}", to=asked)) is sent


def test_without_a_path_the_folder_of_the_request_counts() -> None:
    """A cookie from /stalls/lamp is sent to /stalls/seat and not to /."""
    assert sent_after("lamp=on", path="/stalls/lamp", to="/stalls/seat?x=/y")
    assert not sent_after("lamp=on", path="/stalls/lamp", to="/")
    assert sent_after("lamp=on", path="/lamp", to="/")


def test_the_longest_path_is_sent_first() -> None:
    """Two cookies with the same name are both sent, the more specific one first."""
    jar = CookieJar()
    jar.set("lamp=far; Path=/", host="hall.example", path="/")
    jar.set("lamp=near; Path=/stalls", host="hall.example", path="/")
    assert jar.cookies_for("hall.example", "/stalls/x") == (("lamp", "near"), ("lamp", "far"))


def test_a_cookie_belongs_to_its_host() -> None:
    """Without Domain it goes to that host only, with Domain to the hosts below as well."""
    jar = CookieJar()
    jar.set("own=1", host="hall.example", path="/")
    jar.set("all=1; Domain=.Hall.example", host="hall.example", path="/")
    assert dict(jar.cookies_for("hall.example", "/")) == {"own": "1", "all": "1"}
    assert dict(jar.cookies_for("bar.hall.example", "/")) == {"all": "1"}
    assert not jar.cookies_for("overhall.example", "/")


def test_a_foreign_domain_is_refused() -> None:
    """A host cannot set a cookie for another host, or for a part of an IP address."""
    jar = CookieJar()
    assert not jar.set("seat=A12; Domain=other.example", host="hall.example", path="/")
    assert not jar.set("seat=A12; Domain=0.0.1", host="127.0.0.1", path="/")


@pytest.mark.parametrize("header", ["", "=", ";Path=/"])
def test_an_empty_cookie_is_refused(header: str) -> None:
    """There must be a name or a value."""
    assert not CookieJar().set(header, host="hall.example", path="/")


def test_a_pair_without_equals_is_a_nameless_value() -> None:
    """Browsers keep it, with an empty name."""
    assert sent_after("A12") == (("", "A12"),)


def test_a_cookie_expires() -> None:
    """Max-Age counts from now and takes precedence over Expires; an expired cookie is not sent."""
    jar = CookieJar()
    jar.set("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", host="h", path="/")
    jar.set("b=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", host="h", path="/")
    jar.set("c=1; Expires=sometime; Max-Age=soon", host="h", path="/")
    assert [name for name, _ in jar.cookies_for("h", "/")] == ["a", "c"]
    jar.pass_time(61)
    assert jar.value("a") is None
    assert jar.value("c") == "1"


def test_the_same_name_again_replaces_and_deletes() -> None:
    """Name, domain and path identify a cookie; set again with an expiry in the past, it is removed."""
    jar = CookieJar()
    jar.set("seat=A12", host="h", path="/")
    jar.set("seat=B7", host="h", path="/")
    assert jar.value("seat") == "B7"
    jar.set("seat=; Max-Age=0", host="h", path="/")
    assert jar.value("seat") is None


def test_closing_the_browser_removes_session_cookies() -> None:
    """Cookies with Max-Age or Expires stay."""
    jar = CookieJar()
    jar.set("visit=1", host="h", path="/")
    jar.set("stay=1; Max-Age=60", host="h", path="/")
    jar.close()
    assert jar.cookies_for("h", "/") == (("stay", "1"),)


def test_cookies_are_moved_to_another_jar() -> None:
    """It sends what the first one would have sent, without what has expired."""
    jar, other = CookieJar(), CookieJar()
    jar.set("a=1; Path=/x", host="h", path="/")
    jar.set("b=2; Max-Age=60", host="h", path="/")
    jar.pass_time(61)
    for cookie in jar.cookies():
        other.put(cookie)
    assert other.cookies_for("h", "/x/y") == (("a", "1"),)
    assert other.cookies_for("h", "/") == ()
