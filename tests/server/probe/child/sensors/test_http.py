"""The sensor of outgoing HTTP in guests that ask another server."""

from types import SimpleNamespace
from typing import Any

import pytest

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.http import wrap_handle_async_request, wrap_handle_request
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange
from tests.support.recording_channel import RecordingChannel


def asked(exchange: RecordedExchange) -> list[tuple[str, int | None]]:
    """Return the path and the status of each request."""
    return [(body["url"].split("/", 3)[3], body["status"]) for body in exchange.bodies("http")]


def test_each_request_of_urllib_is_reported(open_app: OpenApp) -> None:
    """A redirect is followed by a second one; the body is still the app's to read."""
    answer, exchange = open_app("http_app.py").send_request("GET", "/urllib")
    assert answer.body == b'["ok", 404]'
    assert asked(exchange) == [("moved?token=swordfish-77", 302), ("200", 200), ("404", 404)]
    event = exchange.event("http")
    assert event["caller"]["function"] == "get"
    assert event["body"]["url"].startswith("http://127.0.0.1:")
    assert event["body"]["method"] == "GET"
    assert event["family"].endswith("/moved")
    assert event["took"] > 0


def test_a_failed_connection_and_an_unread_answer_are_reported(open_app: OpenApp) -> None:
    """The app gets its own exception."""
    host = open_app("http_app.py")
    answer, exchange = host.send_request("GET", "/refused")
    assert answer.body == b"ConnectionRefusedError"
    assert exchange.body("http")["error"].startswith("ConnectionRefusedError")
    _, exchange = host.send_request("GET", "/unread")
    assert (exchange.body("http")["status"], exchange.body("http")["error"]) == (None, None)


def test_requests_is_covered(own_app: OpenApp) -> None:
    """It is built on urllib3, and that on http.client."""
    pytest.importorskip("requests")
    answer, exchange = own_app("http_app.py").send_request("GET", "/requests")
    assert answer.body == b"201"
    assert asked(exchange) == [("201", 201)]


@pytest.fixture
def core_request() -> Any:
    """A request of httpcore."""
    url = SimpleNamespace(scheme=b"https", host=b"rates.example", port=None, target=b"/eur?day=1")
    return SimpleNamespace(method=b"GET", url=url)


def test_a_request_of_httpcore_is_reported(
    exchange: Exchange, channel: RecordingChannel, core_request: Any
) -> None:
    """Its pool gives the response back, or its exception."""

    def handle(pool: Any, request: Any) -> Any:
        return SimpleNamespace(status=204)

    def fail(pool: Any, request: Any) -> Any:
        raise TimeoutError("slow")

    assert wrap_handle_request(handle)(None, core_request).status == 204
    with pytest.raises(TimeoutError):
        wrap_handle_request(fail)(None, core_request)
    sent, failed = (event.body for event in channel.events("http"))
    assert (sent["library"], sent["url"], sent["status"]) == (
        "httpcore",
        "https://rates.example/eur?day=1",
        204,
    )
    assert (failed["status"], failed["error"]) == (None, "TimeoutError: slow")


def test_an_asynchronous_request_of_httpcore_is_reported(
    exchange: Exchange, channel: RecordingChannel, core_request: Any
) -> None:
    """It is still a coroutine."""

    async def handle(pool: Any, request: Any) -> Any:
        return SimpleNamespace(status=200)

    coroutine = wrap_handle_async_request(handle)(None, core_request)
    with pytest.raises(StopIteration) as ended:
        coroutine.send(None)
    assert ended.value.value.status == 200
    assert [event.body["status"] for event in channel.events("http")] == [200]
