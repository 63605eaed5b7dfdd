"""Tests of reading a HAR file, whose writer is a stranger."""

import json
from dataclasses import replace
from typing import Any

import pytest

from server.model.event import REDACTED
from server.model.exchange import Body, ExchangeState
from server.store.checked.values import MISFITS
from server.transfer.exchange_files.har_reading import LARGEST_BODY, MOST_ENTRIES, exchanges_of
from server.transfer.exchange_files.har_writing import to_har
from tests.support.sample_exchanges import exchange


def har(*entries: Any) -> dict[str, Any]:
    """Return a HAR with entries."""
    return {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": list(entries)}}


def entry(**changes: Any) -> dict[str, Any]:
    """Return an entry as a browser writes it; `changes` replace its parts."""
    fields: dict[str, Any] = {
        "startedDateTime": "2026-11-30T10:00:00.000Z",
        "time": 12.5,
        "request": {"method": "GET", "url": "https://shop.example/cart?a=1#top", "headers": []},
        "response": {"status": 200, "statusText": "OK", "headers": [], "content": {"size": 2, "text": "ok"}},
    }
    return {**fields, **changes}


def test_what_was_written_is_read_again() -> None:
    """The outside of an exchange comes back; what happened inside is in no HAR."""
    written = exchange(1)
    ((read,), left_out) = exchanges_of(json.loads(to_har((written,))), "file-1")
    assert left_out == 0
    assert (read.request.method, read.request.path, read.request.query) == ("POST", "/orders/7", "a=1")
    assert read.request.headers == written.request.headers
    assert read.request.body == written.request.body
    assert read.response == written.response
    assert (read.started_at, read.took, read.guest, read.events) == (1001.0, 2.5, "file-1", ())
    assert read.from_file


def test_a_browsers_entry_is_read() -> None:
    """Pseudo-headers of HTTP/2 are left out; an entry without an answer is one that was lost."""
    request = {
        **entry()["request"],
        "headers": [{"name": ":path", "value": "/"}, {"name": "A", "value": "1"}],
    }
    lost = entry(response={"status": 0, "headers": [], "content": {}})
    (first, second), _left_out = exchanges_of(har(entry(request=request), lost), "file-1")
    assert first.request.headers == (("A", "1"),)
    assert (first.request.url, first.request.path) == ("https://shop.example/cart?a=1", "/cart")
    assert (second.response, second.state) == (None, ExchangeState.LOST)


@pytest.mark.hardness("leaked-secret")
def test_secrets_of_a_har_are_not_kept() -> None:
    """A browser writes passwords and tokens into it, by the rules of what is recorded they are removed."""
    request = {
        "method": "POST",
        "url": "https://shop.example/login?token=abcdef123456",
        "headers": [{"name": "Authorization", "value": "Bearer abcdef123456"}],
        "postData": {"mimeType": "application/x-www-form-urlencoded", "text": "name=ada&password=hunter22"},
    }
    ((read,), _left_out) = exchanges_of(har(entry(request=request)), "file-1")
    assert "abcdef123456" not in repr(read)
    assert "hunter22" not in repr(read)
    assert REDACTED in dict(read.request.headers)["Authorization"]


HOSTILE: tuple[dict[str, Any], ...] = (
    {"request": None},
    {"request": {"method": 5, "url": "/", "headers": []}},
    {"request": {"method": "GET", "url": "http://[broken", "headers": []}},
    {"request": {"method": "GET", "url": "x" * 100_000, "headers": []}},
    {"request": {"method": "GET", "url": "/", "headers": [{"name": "a"}]}},
    {"request": {"method": "GET", "url": "/", "headers": [{"name": "a", "value": "b"}] * 1000}},
    {"startedDateTime": "yesterday"},
    {"startedDateTime": "9999-12-31T23:59:59Z"},
    {"time": "long"},
    {"time": -1},
    {"response": {"status": "200", "headers": [], "content": {}}},
    {"response": {"status": 200, "headers": [], "content": {"text": "%", "encoding": "base64"}}},
    {"response": {"status": 200, "headers": {}, "content": {}}},
    {"response": {"status": 10**30, "headers": [], "content": {}}},
)


@pytest.mark.parametrize("changes", HOSTILE, ids=lambda value: str(value)[:60])
def test_an_entry_that_is_not_as_it_must_be_is_left_out(changes: dict[str, Any]) -> None:
    """The others are read, and how many are missing is known."""
    found, left_out = exchanges_of(har(entry(**changes), entry(), "x", None), "file-1")
    assert (len(found), left_out) == (1, 3)


@pytest.mark.parametrize("value", [None, [], {}, {"log": []}, {"log": {"entries": {}}}, "x", 5])
def test_what_is_no_har_is_refused(value: Any) -> None:
    """By an error that is known to be one of the file."""
    with pytest.raises(MISFITS):
        exchanges_of(value, "file-1")


def test_entries_and_bodies_are_bounded() -> None:
    """What is beyond is counted, or known to be cut."""
    found, left_out = exchanges_of(har(*[entry()] * (MOST_ENTRIES + 5)), "file-1")
    assert (len(found), left_out) == (MOST_ENTRIES, 5)
    long = entry(response={**entry()["response"], "content": {"text": "x" * (LARGEST_BODY + 9)}})
    ((read,), _left_out) = exchanges_of(har(long), "file-1")
    assert read.response is not None
    assert (len(read.response.body.data), read.response.body.size) == (LARGEST_BODY, LARGEST_BODY + 9)
    assert replace(read.response.body, data=b"") == Body(size=LARGEST_BODY + 9)
