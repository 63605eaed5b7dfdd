"""The secrets by which one browser is let in."""

import hmac
import time

import pytest

from server.web.security.keys import Keys
from tests.support.guard_client import NAME, FakeClock


def test_a_launch_token_works_once() -> None:
    """A second use of a launch token opens nothing."""
    keys = Keys(NAME, 1)
    token = keys.launch(30)
    assert keys.redeem(token)
    assert not keys.redeem(token)


def test_a_launch_token_leads_to_its_page() -> None:
    """To the home page, or to the page for which it was made."""
    keys = Keys(NAME, 1)
    home, lab = keys.launch(30), keys.launch(30, page="/open?target=lab%3Asession")
    assert keys.redeem(lab) == "/open?target=lab%3Asession"
    assert keys.redeem(home) == "/"


def test_a_launch_token_expires() -> None:
    """A launch token is worth nothing from the second on at which its time ends."""
    clock = FakeClock()
    keys = Keys(NAME, 1, clock=clock)
    token = keys.launch(30)
    clock.now += 30
    assert not keys.redeem(token)


def test_launch_tokens_are_bounded() -> None:
    """Beyond 32 unused launch tokens the oldest ends; the newest work."""
    keys = Keys(NAME, 1)
    tokens = [keys.launch(30) for _ in range(33)]
    assert not keys.redeem(tokens[0])
    assert keys.redeem(tokens[1])
    assert keys.redeem(tokens[-1])


def test_the_launch_url_is_at_our_name() -> None:
    """A launch URL has the name and the port, and so do Host and Origin."""
    keys = Keys("a.localhost", 8080)
    assert keys.launch_url("abc") == "http://a.localhost:8080/?launch=abc"
    assert (keys.host, keys.origin) == ("a.localhost:8080", "http://a.localhost:8080")


def test_only_the_whole_host_matches() -> None:
    """Neither the name alone nor the number of the address is our host."""
    keys = Keys("a.localhost", 8080)
    assert keys.host_matches("a.localhost:8080")
    for other in ("", "a.localhost", "127.0.0.1:8080", "b.localhost:8080", "x.a.localhost:8080", "\udcff"):
        assert not keys.host_matches(other)


def test_the_cookie_is_named_by_its_port() -> None:
    """Two Fumehoods at two ports of one host do not overwrite each other's cookie."""
    assert Keys(NAME, 1).cookie_name != Keys(NAME, 2).cookie_name


def test_the_cookie_is_hidden_and_strict() -> None:
    """No script reads the session cookie, no other site or name gets it, and it has no date."""
    parts = Keys(NAME, 1).set_cookie.split("; ")
    assert parts[1:] == ["Path=/", "HttpOnly", "SameSite=Strict"]


def test_a_cookie_that_another_port_set_does_not_lock_us_out() -> None:
    """Cookies ignore ports: of two of our name, one being right is enough."""
    keys = Keys(NAME, 1)
    right = keys.set_cookie.partition(";")[0]
    assert keys.session_matches(f"{keys.cookie_name}=forged; {right}")
    assert keys.session_matches(f"{right}; {keys.cookie_name}=forged")
    assert not keys.session_matches(f"{keys.cookie_name}=forged")


def test_a_browser_is_known_by_its_session_or_its_token() -> None:
    """The headers of a request, as the server has them, show whether it comes from the launched browser."""
    keys = Keys(NAME, 1)
    assert keys.knows({"COOKIE": keys.set_cookie.partition(";")[0]})
    assert keys.knows({"X_FUMEHOOD_TOKEN": keys.token})
    assert not keys.knows({"COOKIE": f"{keys.cookie_name}=forged", "X_FUMEHOOD_TOKEN": "forged"})
    assert not keys.knows({})


@pytest.mark.hardness("slow-parsing")
@pytest.mark.parametrize("part", ["a=b;", ";", "fumehood-1=x;", 'fumehood-1="\\1;', "fumehood-1=;"])
def test_a_long_cookie_header_is_read_in_a_moment(part: str) -> None:
    """A megabyte of cookies, also of our own name, takes no time: everybody may send it."""
    before = time.process_time()
    assert not Keys(NAME, 1).session_matches(part * (1_000_000 // len(part)))
    assert time.process_time() - before < 1


def test_a_cookie_header_that_is_no_cookie_is_no_session() -> None:
    """Every Cookie header is read without an error."""
    for header in ("", ";;;", "=", "a b c", "\udcff=\udcff", "fumehood-1", 'fumehood-1="', "\x00=1"):
        assert not Keys(NAME, 1).session_matches(header)


def test_the_header_token_differs_from_the_other_secrets() -> None:
    """The cookie does not contain the header token."""
    keys = Keys(NAME, 1)
    assert keys.token_matches(keys.token)
    assert keys.token not in keys.set_cookie
    for wrong in ("", keys.token[:-1], keys.token + "x", "\udcff"):
        assert not keys.token_matches(wrong)


def test_every_start_has_its_own_secrets() -> None:
    """A session of an earlier start at the same port is worth nothing."""
    earlier, now = Keys(NAME, 1), Keys(NAME, 1)
    assert not now.session_matches(earlier.set_cookie.partition(";")[0])
    assert not now.token_matches(earlier.token)


@pytest.mark.hardness("missing-token")
def test_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every secret is compared by `hmac.compare_digest`, and its digest instead of itself."""
    keys = Keys(NAME, 1)
    launch = keys.launch(30)
    session = keys.set_cookie.partition(";")[0]
    compared: list[str] = []
    compare = hmac.compare_digest

    def note(one: str, other: str) -> bool:
        compared.extend((one, other))
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", note)
    for check, secret in (
        (keys.token_matches, keys.token),
        (keys.session_matches, session),
        (keys.host_matches, keys.host),
        (keys.redeem, launch),
    ):
        before = len(compared)
        assert check(secret)
        assert len(compared) > before
    assert {len(text) for text in compared} == {64}
