"""Tests of the response sensor, on every Flask."""

import base64

from tests.server.probe.conftest import OpenApp


def test_a_response_is_reported_as_the_app_made_it(open_app: OpenApp) -> None:
    """With status, headers and body."""
    _, exchange = open_app("hello.py").send_request("GET", "/")
    body = exchange.body("response")
    assert (body["status"], body["reason"], body["streamed"]) == (200, "OK", False)
    assert body["body"] == {
        "text": "Hello",
        "base64": None,
        "size": 5,
        "kept": 5,
        "type": "text/html; charset=utf-8",
    }
    assert ["Content-Length", "5"] in body["headers"]
    assert body["first_byte"] > 0


def test_a_streamed_body_is_recorded_while_it_is_sent(open_app: OpenApp) -> None:
    """A record logged between two chunks belongs to the exchange."""
    response, exchange = open_app("streaming.py").send_request("GET", "/parts")
    assert response.body == b"one two three"
    assert exchange.body("response")["streamed"] is True
    close = exchange.body("wsgi", phase="close")
    assert (close["chunks"], close["sent"], close["closed"]) == (3, 13, True)
    assert exchange.body("log")["message"] == "between"


def test_streaming_with_context_keeps_working(open_app: OpenApp) -> None:
    """The generator still finds its request."""
    response, _ = open_app("streaming.py").send_request("GET", "/context")
    assert response.body == b"/context"


def test_an_exception_after_the_first_chunk_is_reported(open_app: OpenApp) -> None:
    """The response breaks off, and the iterable is closed all the same."""
    host = open_app("streaming.py")
    exchange = host.send_broken_request("/breaks")
    body = exchange.body("exception")
    assert (body["type"], body["where"], body["handled"]) == ("ValueError", "response", False)
    assert exchange.body("response")["body"]["text"] == "one "
    close = exchange.body("wsgi", phase="close")
    assert (close["closed"], close["withdrawn"]) == (True, None)


def test_a_response_that_fails_before_its_first_byte_is_withdrawn(open_app: OpenApp) -> None:
    """The client gets the server's own error page, so neither the status nor the cookie was sent."""
    response, exchange = open_app("streaming.py").send_request("GET", "/fails")
    assert response.status == 500
    assert (exchange.bodies("response"), exchange.bodies("cookie")) == ([], [])
    close = exchange.body("wsgi", phase="close")
    assert (close["withdrawn"], close["sent"], close["chunks"]) == ("200 OK", 0, 1)
    assert exchange.body("exception")["where"] == "response"


def test_a_file_is_sent_through_the_servers_own_wrapper(open_app: OpenApp) -> None:
    """The server gets back its own wrapper, and the body is captured."""
    response, exchange = open_app("streaming.py").send_request("GET", "/file")
    assert response.body.startswith(b'"""Responses that')
    close = exchange.body("wsgi", phase="close")
    assert close["iterable"] == "ReadOnlyFileBasedBuffer"
    assert close["sent"] == len(response.body)
    assert exchange.body("response")["body"]["text"] == response.body.decode()


def test_head_and_no_content_have_no_body(open_app: OpenApp) -> None:
    """They are not marked as streamed."""
    host = open_app("streaming.py")
    _, exchange = host.send_request("GET", "/empty")
    assert (exchange.body("response")["status"], exchange.body("response")["body"]["size"]) == (
        204,
        0,
    )
    response, exchange = host.send_request("HEAD", "/bytes")
    assert response.header("Content-Length") == "3"
    assert exchange.body("response")["body"]["size"] == 0
    assert exchange.body("response")["streamed"] is False


def test_bytes_that_are_not_text_are_kept_as_base64(open_app: OpenApp) -> None:
    """A body has either text or base64."""
    _, exchange = open_app("streaming.py").send_request("GET", "/bytes")
    body = exchange.body("response")["body"]
    assert body["text"] is None
    assert base64.b64decode(body["base64"]) == b"\xff\xfe\x00"


def test_a_large_body_is_kept_up_to_a_whole_character(open_app: OpenApp) -> None:
    """16 KB are kept; a character that would be cut in two is left out."""
    response, exchange = open_app("streaming.py").send_request("GET", "/large")
    body = exchange.body("response")["body"]
    assert body["size"] == len(response.body) == 16 * 1024 + 101
    assert body["kept"] == 16 * 1024 - 1
    assert body["text"] == "a" * (16 * 1024 - 1)
