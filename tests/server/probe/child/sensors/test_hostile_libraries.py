"""What is hard to look at costs neither the answer nor the time of the guest."""

import time

import pytest

from tests.server.probe.conftest import Starter

APP = "hostile_libraries.py"


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
def test_the_guest_answers_as_without_us(
    running: Starter, method: str, path: str, body: bytes, kind: str | None
) -> None:
    """And what can be told is told, in bounded time."""
    began = time.monotonic()
    answer, seen = running("own", APP).send_request(method, path)
    assert (answer.status, answer.body) == (200, body)
    assert time.monotonic() - began < 20
    assert seen.of("probe-fault") == []
    if kind is not None:
        assert seen.of(kind)
