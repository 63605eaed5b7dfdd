"""Responses and their bodies, on every Flask."""

import base64

from tests.server.probe.conftest import OpenApp


def test_a_response_is_told_as_the_app_gave_it(open_app: OpenApp) -> None:
    """Status, headers and body."""
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


def test_a_streamed_body_is_told_part_by_part(open_app: OpenApp) -> None:
    """What is logged between two parts belongs to the exchange."""
    response, exchange = open_app("streaming.py").send_request("GET", "/parts")
    assert response.body == b"one two three"
    assert exchange.body("response")["streamed"] is True
    close = exchange.body("wsgi", phase="close")
    assert (close["chunks"], close["sent"], close["closed"]) == (3, 13, True)
    assert exchange.body("log")["message"] == "between"


def test_streaming_with_the_requests_context_works(open_app: OpenApp) -> None:
    """The generator still finds its request."""
    response, _ = open_app("streaming.py").send_request("GET", "/context")
    assert response.body == b"/context"


def test_an_exception_after_the_first_part_is_told(open_app: OpenApp) -> None:
    """The response broke off, and the iterable was closed nevertheless."""
    host = open_app("streaming.py")
    exchange = host.send_broken_request("/breaks")
    body = exchange.body("exception")
    assert (body["type"], body["where"], body["handled"]) == ("ValueError", "response", False)
    assert exchange.body("response")["body"]["text"] == "one "
    close = exchange.body("wsgi", phase="close")
    assert (close["closed"], close["withdrawn"]) == (True, None)


def test_an_answer_that_fails_before_its_first_byte_was_never_given(open_app: OpenApp) -> None:
    """The client got the server's own error, so neither the status announced nor its cookie counts."""
    response, exchange = open_app("streaming.py").send_request("GET", "/fails")
    assert response.status == 500
    assert (exchange.bodies("response"), exchange.bodies("cookie")) == ([], [])
    close = exchange.body("wsgi", phase="close")
    assert (close["withdrawn"], close["sent"], close["chunks"]) == ("200 OK", 0, 1)
    assert exchange.body("exception")["where"] == "response"


def test_a_file_goes_through_the_servers_own_wrapper(open_app: OpenApp) -> None:
    """The server gets back its wrapper as it gave it, and the body is seen all the same."""
    response, exchange = open_app("streaming.py").send_request("GET", "/file")
    assert response.body.startswith(b'"""Responses that')
    close = exchange.body("wsgi", phase="close")
    assert close["iterable"] == "ReadOnlyFileBasedBuffer"
    assert close["sent"] == len(response.body)
    assert exchange.body("response")["body"]["text"] == response.body.decode()


def test_head_and_no_content_have_no_body(open_app: OpenApp) -> None:
    """Nothing is made up where nothing is sent."""
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


def test_bytes_that_are_no_text_are_kept_as_base64(open_app: OpenApp) -> None:
    """A body is either text or base64."""
    _, exchange = open_app("streaming.py").send_request("GET", "/bytes")
    body = exchange.body("response")["body"]
    assert body["text"] is None
    assert base64.b64decode(body["base64"]) == b"\xff\xfe\x00"


def test_a_large_body_is_kept_up_to_a_whole_character(open_app: OpenApp) -> None:
    """16 KB are kept; a character that would be cut in half is left out."""
    response, exchange = open_app("streaming.py").send_request("GET", "/large")
    body = exchange.body("response")["body"]
    assert body["size"] == len(response.body) == 16 * 1024 + 101
    assert body["kept"] == 16 * 1024 - 1
    assert body["text"] == "a" * (16 * 1024 - 1)
