"""The sensor of outgoing HTTP: requests that the guest sends through http.client or httpcore.

urllib, urllib3 and with it requests are built on http.client, httpx on httpcore. Only the URL, the status and
the time until the headers of the answer are taken; no body is read.
"""

from __future__ import annotations

import re
from http import client
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.exception_text import summarize
from ..describe.static_access import is_a
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap, wrap_method
from ..recording.probe import report_fault
from ..recording.thread_work import current_work
from .sensor import Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe
    from ..recording.recorder import Exchange

KIND = "http"

WAITING = "http waiting"
"""The key in `Exchange.data` of the requests whose answer was not read, by the id of their connection."""

WAITING_LIMIT = 100
URL_LIMIT = 2_000
METHOD_LIMIT = 40
CREDENTIALS = re.compile(r"//[^/@]*@")
DEFAULT_PORTS = {"http": 80, "https": 443}


class SentRequest:
    """A request of the guest, from its first line until the headers of the answer; it is reported once.

    As a context it reports the exception that leaves it.
    """

    def __init__(self, work: Exchange, library: str, method: str, url: str) -> None:
        self._work = work
        self._facts = {"library": library, "method": method[:METHOD_LIMIT], "url": url[:URL_LIMIT]}
        self._caller = ownership.caller(3)
        self._span = work.start_span()
        self._reported = False

    def __enter__(self) -> None:
        """Do nothing: the request has begun when it is made."""

    def __exit__(self, _: Any, error: BaseException | None, __: Any) -> None:
        """Report it as failed if an exception was raised."""
        if error is not None:
            self.failed(error)

    def answered(self, status: Any) -> None:
        """Report it with the status of the answer."""
        self._report(status if type(status) is int and status >= 0 else None, None)

    def failed(self, error: BaseException | None) -> None:
        """Report it with the exception that was raised; None if no answer was read."""
        self._report(None, None if error is None else summarize(error))

    def _report(self, status: int | None, problem: str | None) -> None:
        if self._reported:
            return
        self._reported = True
        body = {**self._facts, "status": status, "error": problem}
        address = CREDENTIALS.sub("//", self._facts["url"].partition("?")[0])
        family = f"{self._facts['method']} {address}"
        self._work.emit(KIND, self._span, body, ended=self._work.now(), caller=self._caller, family=family)


def url_of(connection: Any, target: str) -> str:
    """Return the URL of a request on a connection of http.client; its target is absolute with a proxy."""
    if target.startswith(("http://", "https://")):
        return target
    facts = object.__getattribute__(connection, "__dict__")
    scheme = "https" if is_a(connection, getattr(client, "HTTPSConnection", type(None))) else "http"
    host = facts.get("_tunnel_host") or facts.get("_dns_host") or facts.get("host") or ""
    port = facts.get("_tunnel_port") if facts.get("_tunnel_host") else facts.get("port")
    shown_port = "" if port in (None, DEFAULT_PORTS[scheme]) else f":{port}"
    return f"{scheme}://{host}{shown_port}{target}"


def waiting(connection: Any) -> SentRequest | None:
    """Remove and return the request whose answer is read from a connection, or None."""
    work = current_work()
    requests = None if work is None else work.data.get(WAITING)
    found: SentRequest | None = requests.pop(id(connection), None) if requests else None
    return found


def wrap_putrequest(original: Any) -> Any:
    """Wrap `HTTPConnection.putrequest`, which begins a request."""

    def putrequest(self: Any, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        work = current_work()
        if work is not None and type(method) is str and type(url) is str:
            try:
                requests = work.data.setdefault(WAITING, {})
                if len(requests) >= WAITING_LIMIT:
                    requests.pop(next(iter(requests))).failed(None)
                requests[id(self)] = SentRequest(work, "http.client", method, url_of(self, url))
            except Exception as error:
                report_fault(KIND, error)
        return original(self, method, url, *args, **kwargs)

    return putrequest


def wrap_endheaders(original: Any) -> Any:
    """Wrap `HTTPConnection.endheaders`, which connects and sends; it may raise an exception."""

    def endheaders(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(self, *args, **kwargs)
        except BaseException as error:
            request = waiting(self)
            if request is not None:
                request.failed(error)
            raise

    return endheaders


def wrap_getresponse(original: Any) -> Any:
    """Wrap `HTTPConnection.getresponse`, which reads the headers of the answer."""

    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        request = waiting(self)
        if request is None:
            return original(self, *args, **kwargs)
        with request:
            response = original(self, *args, **kwargs)
        request.answered(object.__getattribute__(response, "__dict__").get("status"))
        return response

    return getresponse


def core_request(request: Any) -> SentRequest | None:
    """Return a request of httpcore as it is sent; None if there is nothing to record it in."""
    work = current_work()
    if work is None:
        return None
    try:
        method, url = request.method, request.url
        parts = (url.scheme, url.host, url.target)
        scheme, host, target = (part.decode("ascii", "replace") for part in parts)
        port = "" if url.port in (None, DEFAULT_PORTS.get(scheme)) else f":{url.port}"
        address = f"{scheme}://{host}{port}{target}"
        return SentRequest(work, "httpcore", method.decode("ascii", "replace"), address)
    except Exception as error:
        report_fault(KIND, error)
        return None


def wrap_handle_request(original: Any) -> Any:
    """Wrap `ConnectionPool.handle_request` of httpcore."""

    def handle_request(self: Any, request: Any) -> Any:
        sent = core_request(request)
        if sent is None:
            return original(self, request)
        with sent:
            response = original(self, request)
        sent.answered(response.status)
        return response

    return handle_request


def wrap_handle_async_request(original: Any) -> Any:
    """Wrap `AsyncConnectionPool.handle_async_request` of httpcore."""

    async def handle_async_request(self: Any, request: Any) -> Any:
        sent = core_request(request)
        if sent is None:
            return await original(self, request)
        with sent:
            response = await original(self, request)
        sent.answered(response.status)
        return response

    return handle_async_request


def report_waiting(work: Exchange) -> None:
    """Report the requests of one thread whose answer was not read."""
    for request in list(work.data.pop(WAITING, {}).values()):
        request.failed(None)


def attach(probe: Probe) -> None:
    """Wrap http.client now, and httpcore once it is imported."""
    wrap(client.HTTPConnection, "putrequest", wrap_putrequest)
    wrap(client.HTTPConnection, "endheaders", wrap_endheaders)
    wrap(client.HTTPConnection, "getresponse", wrap_getresponse)

    def on_import(module: ModuleType) -> None:
        wrap_method(module.ConnectionPool, "handle_request", wrap_handle_request)
        wrap_method(module.AsyncConnectionPool, "handle_async_request", wrap_handle_async_request)

    when_imported(KIND, "httpcore", on_import)
    probe.on_close.append((KIND, lambda call: report_waiting(call.exchange)))
    probe.on_thread_end.append((KIND, report_waiting))


SENSOR = Sensor(KIND, attach)
