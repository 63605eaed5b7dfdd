"""Tests of all sensors with objects whose own code fails, is slow or lies."""

import time

import pytest

from tests.server.probe.conftest import StartApp

APP = "hostile_library_objects.py"


@pytest.mark.parametrize(
    ("method", "path", "body", "kind"),
    [
        ("POST", "/form", b"False", "form"),
        ("GET", "/flash", b"2", "flash"),
        ("GET", "/login", b"True", "login"),
        ("GET", "/warn", b"no words", "warning"),
        ("GET", "/print", b"4", None),
        ("GET", "/token", b"TypeError TypeError BadSignature BadSignature BadSignature", "token"),
    ],
)
def test_hostile_objects_change_neither_the_response_nor_its_time(
    start_app: StartApp, method: str, path: str, body: bytes, kind: str | None
) -> None:
    """The event is reported as far as possible."""
    started = time.monotonic()
    response, exchange = start_app("own", APP).send_request(method, path)
    assert (response.status, response.body) == (200, body)
    assert time.monotonic() - started < 20
    assert exchange.bodies("probe-fault") == []
    if kind is not None:
        assert exchange.bodies(kind)
