"""The WSGI middleware around the guest's application; it passes everything on unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from ..describe.static_access import class_attribute, is_a
from .body_capture import InputTee
from .recorder import Recorder
from .wsgi_call import Call

if TYPE_CHECKING:
    from .probe import Probe


# gevent-websocket has its connection here, and never closes what the application returns.
GEVENT_WEBSOCKET = "wsgi.websocket"


class ProbeMiddleware:
    """Records one exchange for each call of the guest's application."""

    def __init__(self, app: Callable[..., Any], probe: Probe) -> None:
        self._app = app
        self._probe = probe

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Call the guest's application, and return its response for the server to iterate."""
        exchange = self._probe.recorder.start_exchange()
        call = Call(exchange, environ)
        self._probe.notify(self._probe.on_request, call)
        call.input = InputTee(environ["wsgi.input"], call.request_body)
        environ["wsgi.input"] = call.input
        try:
            iterable = self._app(environ, self._start(call, start_response))
        except BaseException as error:
            self.record_failure(call, error, "wsgi")
            self.finish(call)
            Recorder.set_current(None)
            raise
        call.iterable = iterable
        call.has_close = hasattr(iterable, "close")
        if type(iterable) is environ.get("wsgi.file_wrapper"):
            Recorder.set_current(None)
            return watch_file(self, call, iterable)
        has_length = class_attribute(type(iterable), "__len__") is not None
        return (SizedResponseTee if has_length else ResponseTee)(self, call, iterable)

    def _start(self, call: Call, start_response: Callable[..., Any]) -> Callable[..., Any]:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Callable[[bytes], Any]:
            write = start_response(status, headers, *exc_info)

            def tee(data: bytes) -> Any:
                call.write_used = True
                if not call.upgraded:
                    call.add_chunk(data)
                return write(data)

            call.start_response_calls += 1
            if call.upgraded:
                return tee
            call.status = status
            call.headers = list(list.__iter__(headers)) if is_a(headers, list) else []
            if call.response_span is None:
                call.response_span = call.exchange.start_span()
            self._probe.notify(self._probe.on_response_start, call)

            return tee

        return start

    def record_failure(self, call: Call, error: BaseException, where: str) -> None:
        """Record an exception that left the guest's application."""
        if not ends_websocket(call, error):
            call.withdraw()
            self._probe.notify(self._probe.on_failure, call, error, where)

    def finish(self, call: Call) -> None:
        """End the exchange, once: the server has finished with the response."""
        if not call.finished:
            call.finished = True
            self._probe.notify(self._probe.on_close, call)
            call.exchange.finish()


def ends_websocket(call: Call, error: BaseException) -> bool:
    """Return whether this only tells the server that there is no response after a websocket.

    Flask-SocketIO raises a ConnectionError without a message for that.
    """
    return call.upgraded and type(error) is ConnectionError and not error.args


class ResponseTee:
    """The guest's iterable, passed on chunk by chunk and closed when the server closes it."""

    def __init__(self, middleware: ProbeMiddleware, call: Call, iterable: Any) -> None:
        self._middleware = middleware
        self._call = call
        self._iterable = iterable
        self._iterator: Any = None

    def __iter__(self) -> ResponseTee:
        try:
            self._iterator = iter(self._iterable)
        except BaseException as error:
            self._middleware.record_failure(self._call, error, "response")
            raise
        return self

    def __next__(self) -> Any:
        if self._iterator is None:
            iter(self)
        try:
            chunk = next(self._iterator)
        except StopIteration:
            self._call.exhausted = True
            if self._call.environ.get(GEVENT_WEBSOCKET) is not None:
                self._middleware.finish(self._call)
                Recorder.set_current(None)
            raise
        except BaseException as error:
            self._middleware.record_failure(self._call, error, "response")
            raise
        if not self._call.upgraded:
            self._call.chunks += 1
            self._call.add_chunk(chunk)
        return chunk

    def close(self) -> None:
        """Close the guest's iterable if it has a `close`, and end the exchange in any case."""
        try:
            if self._call.has_close:
                self._call.was_closed = True
                self._iterable.close()
        except BaseException as error:
            self._middleware.record_failure(self._call, error, "response")
            raise
        finally:
            self._middleware.finish(self._call)
            Recorder.set_current(None)


class SizedResponseTee(ResponseTee):
    """An iterable with a length, from which a server computes the Content-Length of a single chunk."""

    def __len__(self) -> int:
        return len(self._iterable)


def watch_file(middleware: ProbeMiddleware, call: Call, wrapper: Any) -> Any:
    """Watch the methods of the server's own file wrapper; the server must get back the same object."""
    get, skip, close = wrapper.get, wrapper.skip, getattr(wrapper, "close", None)
    last = b""

    def watched_get(*args: Any, **kwargs: Any) -> Any:
        nonlocal last
        last = get(*args, **kwargs)
        if kwargs.get("skip") or args[1:2] == (True,):
            call.add_chunk(last)
        return last

    def watched_skip(count: int, *args: Any, **kwargs: Any) -> Any:
        if count:
            call.chunks += 1
            call.add_chunk(last[:count])
        return skip(count, *args, **kwargs)

    def watched_close() -> None:
        try:
            call.was_closed = True
            if close is not None:
                close()
        finally:
            middleware.finish(call)

    try:
        wrapper.get, wrapper.skip, wrapper.close = watched_get, watched_skip, watched_close
    except AttributeError:
        middleware.finish(call)
    return wrapper
