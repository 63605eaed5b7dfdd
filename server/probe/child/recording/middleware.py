"""The WSGI application that stands before the guest's and passes everything on unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from .body_capture import InputTee
from .call import Call
from .recorder import Recorder

if TYPE_CHECKING:
    from .probe import Probe


class ProbeMiddleware:
    """Records what passes between the server and the guest's application."""

    def __init__(self, app: Callable[..., Any], probe: Probe) -> None:
        self._app = app
        self._probe = probe

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer as the guest's application does."""
        exchange = self._probe.recorder.start_exchange()
        call = Call(exchange, environ)
        self._probe.tell(self._probe.on_request, call)
        call.input = InputTee(environ["wsgi.input"], call.request_body)
        environ["wsgi.input"] = call.input
        try:
            iterable = self._app(environ, self._start(call, start_response))
        except BaseException as error:
            self.failed(call, error, "wsgi")
            self.finish(call)
            Recorder.set_current(None)
            raise
        call.iterable = iterable
        call.has_close = hasattr(iterable, "close")
        if type(iterable) is environ.get("wsgi.file_wrapper"):
            Recorder.set_current(None)
            return watch_file(self, call, iterable)
        return (SizedResponseTee if hasattr(iterable, "__len__") else ResponseTee)(self, call, iterable)

    def _start(self, call: Call, start_response: Callable[..., Any]) -> Callable[..., Any]:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Callable[[bytes], Any]:
            write = start_response(status, headers, *exc_info)
            call.starts += 1
            call.status = status
            call.headers = list(headers)
            if call.response_span is None:
                call.response_span = call.exchange.start_span()
            self._probe.tell(self._probe.on_response_start, call)

            def tee(data: bytes) -> Any:
                call.write_used = True
                call.sent(data)
                return write(data)

            return tee

        return start

    def failed(self, call: Call, error: BaseException, where: str) -> None:
        """The guest's application let an exception through to the server."""
        if not isinstance(error, GeneratorExit):
            call.withdraw()
            self._probe.tell(self._probe.on_failure, call, error, where)

    def finish(self, call: Call) -> None:
        """The server is done with this call."""
        if not call.finished:
            call.finished = True
            self._probe.tell(self._probe.on_close, call)
            call.exchange.end()


class ResponseTee:
    """The guest's iterable, chunk by chunk; closed when the server closes it."""

    def __init__(self, front: ProbeMiddleware, call: Call, iterable: Any) -> None:
        self._front = front
        self._call = call
        self._iterable = iterable
        self._iterator: Any = None

    def __iter__(self) -> ResponseTee:
        try:
            self._iterator = iter(self._iterable)
        except BaseException as error:
            self._front.failed(self._call, error, "response")
            raise
        return self

    def __next__(self) -> Any:
        if self._iterator is None:
            iter(self)
        try:
            chunk = next(self._iterator)
        except StopIteration:
            raise
        except BaseException as error:
            self._front.failed(self._call, error, "response")
            raise
        self._call.chunks += 1
        self._call.sent(chunk)
        return chunk

    def close(self) -> None:
        """Close the guest's iterable if it can be closed, and the exchange in any case."""
        try:
            if self._call.has_close:
                self._call.was_closed = True
                self._iterable.close()
        except BaseException as error:
            self._front.failed(self._call, error, "response")
            raise
        finally:
            self._front.finish(self._call)
            Recorder.set_current(None)


class SizedResponseTee(ResponseTee):
    """One of known length, from which a server tells the Content-Length of a single chunk."""

    def __len__(self) -> int:
        return len(self._iterable)


def watch_file(front: ProbeMiddleware, call: Call, file: Any) -> Any:
    """The server's own file wrapper, which it must get back as it is: only its methods are watched."""
    get, skip, close = file.get, file.skip, getattr(file, "close", None)
    last = b""

    def watched_get(*args: Any, **kwargs: Any) -> Any:
        nonlocal last
        last = get(*args, **kwargs)
        if kwargs.get("skip") or args[1:2] == (True,):
            call.sent(last)
        return last

    def watched_skip(count: int, *args: Any, **kwargs: Any) -> Any:
        if count:
            call.chunks += 1
            call.sent(last[:count])
        return skip(count, *args, **kwargs)

    def watched_close() -> None:
        try:
            call.was_closed = True
            if close is not None:
                close()
        finally:
            front.finish(call)

    try:
        file.get, file.skip, file.close = watched_get, watched_skip, watched_close
    except AttributeError:
        front.finish(call)
    return file
