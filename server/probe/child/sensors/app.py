"""The sensor of apps: which Flask app handled the request, and which of Flask's methods others replace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.static_access import instance_dict, type_name
from ..patch.watched_methods import KIND, AppContact, contact_with, contacts, described_layer, watch_method
from ..recording.recorder import current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

STEPS = (
    "request_context",
    "full_dispatch_request",
    "make_default_options_response",
    "make_response",
    "finalize_request",
)
"""Methods that no other sensor watches: whether they ran, and what replaces them, is known all the same."""


def on_close(call: Call) -> None:
    """Report every app that was asked, in the order in which they were."""
    for contact in contacts(call.exchange).values():
        call.exchange.emit(KIND, contact.span, body_of(contact), timed=False)


def body_of(contact: AppContact) -> dict[str, Any]:
    """Return the body of the event."""
    name = (instance_dict(contact.app) or {}).get("import_name")
    return {
        "name": name if type(name) is str else "",
        "class": type_name(contact.app),
        "script_name": contact.script_name,
        "status": contact.status,
        "ran": sorted(contact.called),
        "replaced": [
            {"method": layer.name, **described_layer(layer), "original": layer.name in contact.flasks}
            for layer in contact.replaced()
        ],
    }


def wrap_request_context(original: Any) -> Any:
    """Wrap the first thing that Flask does with a request: note where the app is mounted."""

    def request_context(app: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        environ = next((arg for arg in (*args, *kwargs.values()) if type(arg) is dict), None)
        if exchange is not None and environ is not None:
            contact_with(exchange, app).script_name = str(environ.get("SCRIPT_NAME", ""))
        return original(app, *args, **kwargs)

    return request_context


def wrap_process_response(original: Any) -> Any:
    """Wrap the last thing that Flask does with a response: note its status."""

    def process_response(app: Any, *args: Any, **kwargs: Any) -> Any:
        response = original(app, *args, **kwargs)
        exchange = current_exchange()
        if exchange is not None:
            status = (instance_dict(response) or {}).get("_status_code")
            contact_with(exchange, app).status = status if type(status) is int else None
        return response

    return process_response


def attach(probe: Probe) -> None:
    """Watch the methods of all Flask apps."""
    for name in STEPS:
        watch_method(name, wrap_request_context if name == "request_context" else lambda original: original)
    watch_method("process_response", wrap_process_response)
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach, needs_flask=True)
