"""The sensor of flash messages: where each was put or taken, and which are still in the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe, text_of
from ..describe.static_access import is_a, items_of, stored, text_or_none, truth_of
from ..patch.patching import wrap_function
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor
from .session import watched_sessions

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "flash"

SESSION_KEY = "_flashes"
MESSAGE_COUNT_LIMIT = 50
MESSAGE_LIMIT = 500


def message_facts(category: Any, text: Any) -> dict[str, Any]:
    """Return one message as the event lists it; its text may be anything that a session can hold."""
    return {
        "category": (text_or_none(category) or "")[:200],
        "message": describe(text, MESSAGE_LIMIT),
    }


def messages_of(pairs: Any) -> list[dict[str, Any]]:
    """Return the messages of a session's pairs of category and text."""
    return [
        message_facts(pair[0], pair[1])
        for pair in map(items_of, (items_of(pairs) or [])[:MESSAGE_COUNT_LIMIT])
        if pair is not None and len(pair) > 1
    ]


def report(exchange: Exchange, act: str, messages: list[dict[str, Any]], **facts: Any) -> None:
    """Report that messages were put, were taken, or are waiting in the session."""
    body = {"act": act, "messages": messages, "filter": [], "again": False, **facts}
    caller = None if act == "waiting" else ownership.caller(3)
    exchange.emit(KIND, exchange.start_span(), body, timed=False, caller=caller)


def report_taken(
    exchange: Exchange, returned: Any, all_taken: Any, category_filter: Any, *, with_categories: bool
) -> None:
    """Report what `get_flashed_messages` returned; `all_taken` are the request's messages with categories."""
    if (
        not with_categories
        and truth_of(category_filter) is False
        and type(all_taken) is list
        and len(all_taken) == len(items_of(returned) or ())
    ):
        returned, with_categories = all_taken, True
    if with_categories:
        messages = messages_of(returned)
    else:
        messages = [message_facts("", text) for text in (items_of(returned) or [])[:MESSAGE_COUNT_LIMIT]]
    names = list(category_filter) if type(category_filter) is set else items_of(category_filter) or []
    categories = [(text_or_none(name) or text_of(name))[:200] for name in names]
    again = exchange.data.get(KIND, False)
    exchange.data[KIND] = True
    report(exchange, "taken", messages, filter=categories, again=again)


def wrap_flash(original: Any) -> Any:
    """Wrap `flask.flash`."""

    def flash(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        exchange = current_exchange()
        if exchange is not None:
            try:
                text = args[0] if args else kwargs.get("message")
                category = args[1] if len(args) > 1 else kwargs.get("category", "message")
                report(exchange, "put", [message_facts(category, text)])
            except Exception as error:
                report_fault(KIND, error)
        return result

    return flash


def get_flashed_messages_wrapper(adapter: Adapter) -> Any:
    """Return the wrapper for `flask.get_flashed_messages`."""

    def all_taken() -> Any:
        context = adapter.context()
        return stored(context, "flashes", stored(context, "_flashes"))

    return lambda original: wrap_get_flashed_messages(original, all_taken)


def wrap_get_flashed_messages(original: Any, all_taken: Any) -> Any:
    """Wrap `flask.get_flashed_messages`; `all_taken()` returns all messages that the request has taken."""

    def get_flashed_messages(*args: Any, **kwargs: Any) -> Any:
        returned = original(*args, **kwargs)
        exchange = current_exchange()
        if exchange is not None:
            try:
                with_categories = (
                    truth_of(args[0] if args else kwargs.get("with_categories", False)) is not False
                )
                category_filter = args[1] if len(args) > 1 else kwargs.get("category_filter", ())
                report_taken(
                    exchange, returned, all_taken(), category_filter, with_categories=with_categories
                )
            except Exception as error:
                report_fault(KIND, error)
        return returned

    return get_flashed_messages


def attach(probe: Probe) -> None:
    """Wrap both functions, and read the session at the end of the exchange."""
    from flask import helpers

    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    adapter: Adapter = probe.adapter

    def on_close(call: Call) -> None:
        for watched in watched_sessions(call.exchange):
            session = adapter.session(watched.context)
            pending = items_of(dict.get(session, SESSION_KEY)) if is_a(session, dict) else None
            if pending:
                report(call.exchange, "waiting", messages_of(pending))

    wrap_function(helpers, "flash", wrap_flash)
    wrap_function(helpers, "get_flashed_messages", get_flashed_messages_wrapper(adapter))
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach, needs_flask=True)
