"""Responses and their bodies, on every Flask."""

import base64

from tests.server.probe.conftest import Opener


def test_a_response_is_told_as_the_app_gave_it(open_app: Opener) -> None:
    """Status, headers and body."""
    _, seen = open_app("hello.py").send_request("GET", "/")
    body = seen.one("response")
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


def test_a_streamed_body_is_told_part_by_part(open_app: Opener) -> None:
    """What is logged between two parts belongs to the exchange."""
    answer, seen = open_app("streaming.py").send_request("GET", "/parts")
    assert answer.body == b"one two three"
    assert seen.one("response")["streamed"] is True
    close = seen.one("wsgi", phase="close")
    assert (close["chunks"], close["sent"], close["closed"]) == (3, 13, True)
    assert seen.one("log")["message"] == "between"


def test_streaming_with_the_requests_context_works(open_app: Opener) -> None:
    """The generator still finds its request."""
    answer, _ = open_app("streaming.py").send_request("GET", "/context")
    assert answer.body == b"/context"


def test_an_exception_after_the_first_part_is_told(open_app: Opener) -> None:
    """The response broke off, and the iterable was closed nevertheless."""
    host = open_app("streaming.py")
    seen = host.broken_request("/breaks")
    body = seen.one("exception")
    assert (body["type"], body["where"], body["handled"]) == ("ValueError", "response", False)
    assert seen.one("response")["body"]["text"] == "one "
    close = seen.one("wsgi", phase="close")
    assert (close["closed"], close["withdrawn"]) == (True, None)


def test_an_answer_that_fails_before_its_first_byte_was_never_given(open_app: Opener) -> None:
    """The client got the server's own error, so neither the status announced nor its cookie counts."""
    answer, seen = open_app("streaming.py").send_request("GET", "/fails")
    assert answer.status == 500
    assert (seen.of("response"), seen.of("cookie")) == ([], [])
    close = seen.one("wsgi", phase="close")
    assert (close["withdrawn"], close["sent"], close["chunks"]) == ("200 OK", 0, 1)
    assert seen.one("exception")["where"] == "response"


def test_a_file_goes_through_the_servers_own_wrapper(open_app: Opener) -> None:
    """The server gets back its wrapper as it gave it, and the body is seen all the same."""
    answer, seen = open_app("streaming.py").send_request("GET", "/file")
    assert answer.body.startswith(b'"""Responses that')
    close = seen.one("wsgi", phase="close")
    assert close["iterable"] == "ReadOnlyFileBasedBuffer"
    assert close["sent"] == len(answer.body)
    assert seen.one("response")["body"]["text"] == answer.body.decode()


def test_head_and_no_content_have_no_body(open_app: Opener) -> None:
    """Nothing is made up where nothing is sent."""
    host = open_app("streaming.py")
    _, seen = host.send_request("GET", "/empty")
    assert (seen.one("response")["status"], seen.one("response")["body"]["size"]) == (204, 0)
    answer, seen = host.send_request("HEAD", "/bytes")
    assert answer.header("Content-Length") == "3"
    assert seen.one("response")["body"]["size"] == 0
    assert seen.one("response")["streamed"] is False


def test_bytes_that_are_no_text_are_kept_as_base64(open_app: Opener) -> None:
    """A body is either text or base64."""
    _, seen = open_app("streaming.py").send_request("GET", "/bytes")
    body = seen.one("response")["body"]
    assert body["text"] is None
    assert base64.b64decode(body["base64"]) == b"\xff\xfe\x00"


def test_a_large_body_is_kept_up_to_a_whole_character(open_app: Opener) -> None:
    """16 KB are kept; a character that would be cut in half is left out."""
    answer, seen = open_app("streaming.py").send_request("GET", "/large")
    body = seen.one("response")["body"]
    assert body["size"] == len(answer.body) == 16 * 1024 + 101
    assert body["kept"] == 16 * 1024 - 1
    assert body["text"] == "a" * (16 * 1024 - 1)
