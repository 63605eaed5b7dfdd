"""Tests of the WSGI middleware around the guest's application."""

import io
from collections.abc import Iterator
from typing import Any

import pytest

from server.probe.child.recording.middleware import ProbeMiddleware
from server.probe.child.recording.probe import Probe
from server.probe.child.recording.recorder import current_exchange
from server.probe.child.recording.wsgi_call import Call
from tests.support.recording_channel import RecordingChannel


@pytest.fixture
def probe(channel: RecordingChannel) -> Probe:
    """A probe without sensors."""
    return Probe(channel, None, None)  # type: ignore[arg-type]  # it has all that a recorder needs


@pytest.fixture
def calls(probe: Probe) -> list[Call]:
    """The calls that were closed."""
    calls: list[Call] = []
    probe.on_close.append(("test", calls.append))
    return calls


def respond(probe: Probe, app: Any, **environ: Any) -> Any:
    """Call an application through the middleware; return its iterable."""
    environ = {"wsgi.input": io.BytesIO(), "REQUEST_METHOD": "GET", **environ}
    return ProbeMiddleware(app, probe)(environ, lambda *_: lambda _: None)


def test_the_chunks_pass_unchanged_and_are_counted(probe: Probe, calls: list[Call]) -> None:
    """The exchange is current while they are produced, and not afterwards."""
    during: list[bool] = []

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        for chunk in (b"a", b"bc"):
            during.append(current_exchange() is not None)
            yield chunk

    iterable = respond(probe, app)
    assert list(iterable) == [b"a", b"bc"]
    iterable.close()
    (call,) = calls
    assert (call.chunks, call.response_body.size, call.was_closed) == (2, 3, True)
    assert during == [True, True]
    assert current_exchange() is None


def test_a_list_keeps_its_length(probe: Probe) -> None:
    """The server computes the Content-Length of a single chunk from it; a generator has none."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"a"]

    assert len(respond(probe, app)) == 1
    assert not hasattr(respond(probe, lambda *_: iter(())), "__len__")


def test_an_exception_of_the_application_passes_and_ends_the_exchange(
    probe: Probe, calls: list[Call], channel: RecordingChannel
) -> None:
    """Its place is `wsgi`."""
    failures: list[tuple[str, str]] = []
    probe.on_failure.append(("test", lambda call, error, where: failures.append((str(error), where))))

    def app(environ: Any, start_response: Any) -> list[bytes]:
        raise LookupError("nothing here")

    with pytest.raises(LookupError):
        respond(probe, app)
    assert failures == [("nothing here", "wsgi")]
    assert len(calls) == 1
    assert channel.items[-1]["type"] == "end"


def test_closing_twice_ends_the_exchange_once(probe: Probe, calls: list[Call]) -> None:
    """Servers may do so."""
    iterable = respond(probe, lambda *_: [])
    iterable.close()
    iterable.close()
    assert len(calls) == 1


def test_an_iterable_of_gevent_websocket_ends_the_exchange(probe: Probe, calls: list[Call]) -> None:
    """That server never closes it."""
    list(respond(probe, lambda *_: [], **{"wsgi.websocket": object()}))
    list(respond(probe, lambda *_: [], **{"wsgi.websocket": None}))
    assert [call.was_closed for call in calls] == [False]


def test_after_an_upgrade_the_response_is_the_upgrade(probe: Probe, calls: list[Call]) -> None:
    """What the app answers then is not sent, and that it answers nothing is no failure."""
    failures: list[BaseException] = []
    probe.on_failure.append(("test", lambda call, error, where: failures.append(error)))
    upgraded = ("101 Switching Protocols", [("Upgrade", "x")])
    probe.on_request.append(("test", lambda call: call.upgrade(*upgraded)))

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html")])(b"written")
        return [b"returned"]

    def raise_at_the_end(environ: Any, start_response: Any) -> list[bytes]:
        raise ConnectionError

    iterable = respond(probe, app)
    assert list(iterable) == [b"returned"]
    iterable.close()
    with pytest.raises(ConnectionError):
        respond(probe, raise_at_the_end)
    assert [(call.status, call.headers) for call in calls] == [upgraded, upgraded]
    assert (calls[0].chunks, calls[0].response_body.size, failures) == (0, 0, [])


def test_the_servers_file_wrapper_stays_the_same_object(probe: Probe, calls: list[Call]) -> None:
    """Its methods record what the server reads from it."""

    class Wrapper:
        def __init__(self, file: Any) -> None:
            self._file = file

        def get(self, count: int, skip: bool = False) -> bytes:
            return bytes(self._file.read(count))

        def skip(self, count: int) -> None:
            """Do nothing: `get` has read on."""

        def close(self) -> None:
            self._file.close()

    wrapper = Wrapper(io.BytesIO(b"abc"))
    assert respond(probe, lambda *_: wrapper, **{"wsgi.file_wrapper": Wrapper}) is wrapper
    assert wrapper.get(2) == b"ab"
    wrapper.skip(2)
    wrapper.close()
    (call,) = calls
    assert (call.response_body.size, call.chunks) == (2, 1)


def test_a_response_that_breaks_off_before_its_first_byte_is_withdrawn(
    probe: Probe, calls: list[Call]
) -> None:
    """The server then answers with its own error page."""

    def fail(chunk: bytes) -> bytes:
        raise ValueError("at once")

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        return map(fail, [b"a"])

    iterable = respond(probe, app)
    with pytest.raises(ValueError, match="at once"):
        next(iterable)
    iterable.close()
    (call,) = calls
    assert (call.withdrawn, call.status) == ("200 OK", None)
