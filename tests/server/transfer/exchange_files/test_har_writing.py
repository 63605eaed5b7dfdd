"""Tests of writing exchanges as HAR."""

import base64
import json
from dataclasses import replace
from typing import Any

import jsonschema

from server.model.exchange import Body, ExchangeState, Response
from server.transfer.exchange_files.har_writing import to_har
from tests.sources import ROOT
from tests.support.sample_exchanges import exchange, request

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "har.json").read_text("utf-8"))


def entries(*exchanges: Any) -> list[dict[str, Any]]:
    """Return the entries of a HAR file, which the schema has accepted."""
    value = json.loads(to_har(exchanges))
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(value)
    found: list[dict[str, Any]] = value["log"]["entries"]
    return found


def test_a_har_file_is_as_its_schema_says() -> None:
    """With a text, with bytes, with cookies, cut off, and without an answer."""
    form = Body(data=b"a=1&b=", size=6, content_type="application/x-www-form-urlencoded")
    page = Response(
        status=302,
        reason="FOUND",
        headers=(("Location", "/x"), ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2")),
        body=Body(data="é".encode(), size=9, content_type="text/html"),
    )
    first = exchange(1, request=replace(exchange().request, body=form), response=page)
    lost = exchange(2, request=request("/x"), response=None, took=None, state=ExchangeState.LOST)
    sent, image, missing = entries(first, exchange(3), lost)
    assert sent["request"]["postData"]["params"] == [{"name": "a", "value": "1"}, {"name": "b", "value": ""}]
    assert sent["response"]["redirectURL"] == "/x"
    assert [cookie["name"] for cookie in sent["response"]["cookies"]] == ["a", "b"]
    assert sent["response"]["content"]["comment"] == "only the first 2 bytes were recorded"
    assert base64.b64decode(image["response"]["content"]["text"]) == b"\x89PNG\xff"
    assert (missing["response"]["status"], missing["time"]) == (0, 0)


def test_a_list_without_exchanges_is_a_har_file() -> None:
    """Whoever reads it finds no entry."""
    assert entries() == []


def test_a_body_of_bytes_that_was_sent_is_said_to_be_missing() -> None:
    """HAR has no place for it."""
    sent = replace(exchange().request, body=Body(data=b"\xff", size=1, content_type="image/png"))
    (entry,) = entries(exchange(1, request=sent))
    assert entry["request"]["postData"]["comment"] == "1 bytes that are no text"
