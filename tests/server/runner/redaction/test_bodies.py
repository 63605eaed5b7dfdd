"""Bodies of requests are masked byte by byte."""

import base64
import json

import pytest

from server.runner.redaction.events import redact_events
from tests.support.linear_time import assert_linear
from tests.support.runner import sample_events

SECRET = "hunter2-Zz9"


def test_a_masked_body_keeps_its_size() -> None:
    """Each byte of a secret is replaced by one asterisk."""
    body = sample_events.body(f"password={SECRET}&x=1", kind="application/x-www-form-urlencoded")
    (event,) = redact_events([sample_events.event("wsgi", sample_events.wsgi_close(input=body))])
    masked = event.body["input"]
    assert masked["text"] == "password=" + "*" * len(SECRET) + "&x=1"
    assert (masked["size"], masked["kept"]) == (body["size"], body["kept"])


def test_masked_numbers_stay_json() -> None:
    """A masked number is still a number, and a binary body is masked too."""
    body = sample_events.body('{"pin_token": 12345678, "a": 5}', kind="application/vnd.api+json")
    (event,) = redact_events([sample_events.event("wsgi", sample_events.wsgi_close(input=body))])
    assert json.loads(event.body["input"]["text"]) == {"pin_token": 11111111, "a": 5}
    binary = f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{SECRET}\xff\r\n--b--'.encode(
        "latin-1"
    )
    encoded = sample_events.body(
        None, base64=base64.b64encode(binary).decode(), kind="multipart/form-data; boundary=b"
    )
    (event,) = redact_events([sample_events.event("wsgi", sample_events.wsgi_close(input=encoded))])
    assert SECRET.encode() not in base64.b64decode(event.body["input"]["base64"])


def test_invalid_base64_is_dropped() -> None:
    """A body whose base64 is invalid becomes empty."""
    body = sample_events.body(None, base64="###", kind="multipart/form-data; boundary=b")
    (event,) = redact_events([sample_events.event("wsgi", sample_events.wsgi_close(input=body))])
    assert event.body["input"]["base64"] == ""


def test_members_are_found_in_json_that_is_not_whole() -> None:
    """A name may end after a stray quote, and the last value may be cut."""
    text = '{"a": "b"", "x\\"y": 1, "password" : "p-1\\"q", "pin_token":-12, "token": "cut'
    body = sample_events.body(text, kind="application/json")
    (event,) = redact_events([sample_events.event("wsgi", sample_events.wsgi_close(input=body))])
    assert event.body["input"]["text"] == (
        '{"a": "b"", "x\\"y": 1, "password" : "******", "pin_token":111, "token": "***'
    )


@pytest.mark.hardness("guest-slow-text")
@pytest.mark.parametrize(
    "part",
    ['"', '"a":"', '"\\', '"a"  ', '"a":-1', '":"', '"password":"1', '"key":"a____%",', "password=1____%&",
     "&", "--b\r\n", '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n'],
)  # fmt: skip
@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_a_hostile_body_is_masked_in_linear_time(part: str, kind: str) -> None:
    """A client that may send any body to an app cannot keep Fumehood busy."""

    def redact(text: str) -> None:
        body = sample_events.body(text, kind=kind)
        redact_events([sample_events.event("wsgi", sample_events.wsgi_close(input=body))])

    assert_linear(redact, lambda length: part * (length // len(part)))
