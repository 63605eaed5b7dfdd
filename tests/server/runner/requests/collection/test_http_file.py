"""Tests of the text of saved requests."""

import pytest

from server.runner.requests.collection.http_file import (
    LONGEST,
    MOST_HEADERS,
    BrokenFile,
    FileFault,
    SavedRequest,
    parse,
    text_of,
)

FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


@pytest.mark.parametrize(
    "saved",
    [
        SavedRequest(method="GET", target="/"),
        SavedRequest(method="GET", target="/a b?q={{q}}", title="Look", rule="/<path:x>"),
        SavedRequest(method="POST", target="/x", headers=FORM, body="a=1&b={{b}}&c="),
        SavedRequest(
            method="PUT", target="/{{id}}", headers=(("X-A", "1"), ("X-A", "")), body='{\n  "a": 1\n}'
        ),
        SavedRequest(method="POST", target="/x", body="line\n\nline\n\n"),
        SavedRequest(method="POST", target="/x", body="### a heading\ntext"),
    ],
)
def test_what_is_written_is_read_again(saved: SavedRequest) -> None:
    """Method, path, headers in their order, title, rule and the exact body."""
    assert parse(text_of(saved)) == saved


def test_a_file_can_be_read_in_a_diff() -> None:
    """A form has one field a line, and the file ends with a line end."""
    saved = SavedRequest(
        method="POST",
        target="/login",
        title="Log in",
        rule="/login",
        headers=FORM,
        body="name=Ada&password={{p}}",
    )
    assert text_of(saved) == (
        "# Log in\n# route: /login\nPOST /login\nContent-Type: application/x-www-form-urlencoded\n\n"
        "name=Ada\n&password={{p}}\n"
    )


def test_files_of_other_editors_are_read() -> None:
    """A byte-order mark, line ends of Windows, a version of HTTP, a separator before the request."""
    text = "\ufeff### first\r\n\r\n# why\r\nget /a HTTP/1.1\r\nAccept: x\r\n\r\nbody\r\n"
    assert parse(text) == SavedRequest(
        method="GET", target="/a", title="first", headers=(("Accept", "x"),), body="body"
    )


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("", FileFault.NO_REQUEST, 0),
        ("# only a comment\n", FileFault.NO_REQUEST, 0),
        ("GET\n", FileFault.REQUEST_LINE, 1),
        ("<<<<<<< HEAD\nGET /\n", FileFault.METHOD, 1),
        ("# a\n\nG:T /\n", FileFault.METHOD, 3),
        ("GET http://elsewhere.example/\n", FileFault.ADDRESS, 1),
        ("GET a\n", FileFault.ADDRESS, 1),
        ("GET /\nno header\n", FileFault.HEADER, 2),
        ("GET /\nX A: 1\n", FileFault.HEADER, 2),
        ("GET /\n" + "A: 1\n" * (MOST_HEADERS + 1), FileFault.HEADER, MOST_HEADERS + 2),
        ("GET /a\n\n###\n\n# next\nPOST /b\n", FileFault.SEVERAL, 3),
        ("GET /" + "a" * LONGEST, FileFault.TOO_LONG, 0),
    ],
)
def test_a_broken_file_is_told_with_its_line(text: str, fault: FileFault, line: int) -> None:
    """What stands there is not guessed at."""
    found = parse(text)
    assert isinstance(found, BrokenFile)
    assert (found.fault, found.line) == (fault, line)


@pytest.mark.parametrize(
    "text", ["GET " + " " * 500_000 + "/", "GET /\n\n" + "###\n" * 200_000, "# \n" * 300_000]
)
def test_a_hostile_file_is_read_in_one_pass(text: str) -> None:
    """Whatever it repeats."""
    parse(text)
