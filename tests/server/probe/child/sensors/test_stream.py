"""The sensor of streams in guests whose streams end in different ways."""

import socket

import pytest

from tests.server.probe.conftest import OpenApp


def test_a_stream_has_the_times_of_its_first_and_last_byte(open_app: OpenApp) -> None:
    """In this order, and the server closes it afterwards."""
    _, exchange = open_app("streaming.py").send_request("GET", "/parts")
    body = exchange.body("stream")
    assert (body["end"], body["chunks"], body["bytes"]) == ("finished", 3, 13)
    assert 0 < body["first"] <= body["last"] <= body["closed"]
    assert 0 <= body["pause"] <= body["last"] - body["first"] + 0.001
    assert exchange.event("stream")["took"] > 0


@pytest.mark.parametrize("path", ["/file", "/empty", "/bytes"])
def test_a_response_of_known_length_is_no_stream(own_app: OpenApp, path: str) -> None:
    """Nor is one without a body."""
    _, exchange = own_app("streaming.py").send_request("GET", path)
    assert exchange.bodies("stream") == []


def test_an_exception_fails_the_stream(own_app: OpenApp) -> None:
    """What was sent before is counted."""
    body = own_app("streaming.py").send_broken_request("/breaks").body("stream")
    assert (body["end"], body["chunks"], body["bytes"]) == ("failed", 1, 4)


def test_a_client_that_leaves_abandons_the_stream(own_app: OpenApp) -> None:
    """The server closes the iterable before its end."""
    host = own_app("streaming.py")

    def read_a_part(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            connection.sendall(b"POST /endless HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
            assert connection.recv(100)

    _, exchange = host.record(read_a_part)
    body = exchange.body("stream")
    assert body["end"] == "abandoned"
    assert 0 < body["chunks"] < 100_000
    assert exchange.body("wsgi", phase="close")["closed"]


def test_an_empty_stream_has_no_bytes(own_app: OpenApp) -> None:
    """So there is no first one."""
    _, exchange = own_app("streaming.py").send_request("GET", "/nothing")
    body = exchange.body("stream")
    assert (body["end"], body["bytes"], body["first"], body["last"]) == ("finished", 0, None, None)


def test_a_stream_that_cannot_be_closed_has_failed(own_app: OpenApp) -> None:
    """All of it was sent."""
    body = own_app("streaming.py").send_broken_request("/bad-close").body("stream")
    assert (body["end"], body["bytes"]) == ("failed", 3)
