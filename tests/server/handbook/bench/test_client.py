"""Test that the bench's client keeps cookies and sends them back."""

from dataclasses import replace
from typing import Any

from server.handbook.bench.client import Browser
from server.handbook.bench.observed import Seen
from tests.support.fake_guests import make_exchange


class FakeBench:
    """Records what is sent, and answers with the given Set-Cookie headers."""

    def __init__(self, *cookies: str) -> None:
        self.cookies = cookies
        self.sent: list[dict[str, Any]] = []

    def send(self, method: str, path: str, **parts: Any) -> Seen:
        """Record the parts of the request."""
        self.sent.append({"path": path, **parts})
        exchange = make_exchange()
        assert exchange.response is not None
        headers = tuple(("Set-Cookie", cookie) for cookie in self.cookies)
        return Seen(replace(exchange, response=replace(exchange.response, headers=headers)))


def test_a_cookie_is_sent_with_the_next_request() -> None:
    """To the path that it belongs to."""
    bench = FakeBench("seat=A12; Path=/", "cart=7; Path=/shop")
    browser = Browser(bench)
    browser.send("GET", "/")
    browser.send("GET", "/")
    browser.send("GET", "/shop/cart")
    assert [sent["cookies"] for sent in bench.sent] == [
        (),
        (("seat", "A12"),),
        (("cart", "7"), ("seat", "A12")),
    ]
    assert browser.cookie("seat") == "A12"
    assert browser.cookie("other") is None


def test_host_and_port_make_the_host_header() -> None:
    """Cookies belong to the host and not to the port; other headers are kept."""
    bench = FakeBench("seat=A12; Path=/")
    browser = Browser(bench)
    browser.send("GET", "/", host="shop.localhost", port=81, headers=[("X-Tea", "black")])
    browser.send("GET", "/")
    browser.send("GET", "/", host="shop.localhost")
    assert bench.sent[0]["headers"] == [("X-Tea", "black"), ("Host", "shop.localhost:81")]
    assert bench.sent[1]["headers"] == []
    assert [sent["cookies"] for sent in bench.sent] == [(), (), (("seat", "A12"),)]
