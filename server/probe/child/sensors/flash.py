"""Flash messages: where each was put, where they were taken, and which still wait at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..patch.patching import wrap_function
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor
from .session import watched_sessions

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from ..recording.call import Call
    from ..recording.probe import Probe

KIND = "flash"

KEY = "_flashes"
TOLD = 50
MESSAGE_LIMIT = 500


def message(category: Any, text: Any) -> dict[str, Any]:
    """One message as it is told."""
    return {"category": str.__str__(category)[:200] if isinstance(category, str) else "", **words(text)}


def words(text: Any) -> dict[str, Any]:
    """The message itself, described: it may be anything that a session can keep."""
    return {"message": describe(text, MESSAGE_LIMIT)}


def messages(pairs: Any) -> list[dict[str, Any]]:
    """What a session keeps of them."""
    return [
        message(pair[0], pair[1])
        for pair in list(pairs)[:TOLD]
        if isinstance(pair, (tuple, list)) and len(pair) > 1
    ]


def tell(exchange: Exchange, act: str, told: list[dict[str, Any]], **facts: Any) -> None:
    """Report that messages were put, taken, or wait."""
    body = {"act": act, "messages": told, "filter": [], "again": False, **facts}
    caller = None if act == "waiting" else ownership.caller(3)
    exchange.emit(KIND, exchange.start_span(), body, timed=False, caller=caller)


def taken(exchange: Exchange, found: Any, all_now: Any, filter: Any, *, categories: bool) -> None:  # noqa: A002 - Flask's name
    """Report what `get_flashed_messages` gave; `all_now` are the messages of the request, with categories."""
    if not categories and not filter and isinstance(all_now, list) and len(all_now) == len(found):
        found, categories = all_now, True
    told = messages(found) if categories else [message("", text) for text in list(found)[:TOLD]]
    asked = [str(name)[:200] for name in filter] if isinstance(filter, (list, tuple, set)) else []
    again = exchange.data.get(KIND, False)
    exchange.data[KIND] = True
    tell(exchange, "taken", told, filter=asked, again=again)


def putting(original: Any) -> Any:
    """Around `flask.flash`."""

    def flash(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        exchange = current_exchange()
        if exchange is not None:
            try:
                text = args[0] if args else kwargs.get("message")
                category = args[1] if len(args) > 1 else kwargs.get("category", "message")
                tell(exchange, "put", [message(category, text)])
            except Exception as error:
                report_fault(KIND, error)
        return result

    return flash


def taking(adapter: Adapter) -> Any:
    """What stands around `flask.get_flashed_messages`."""

    def now() -> Any:
        context = adapter.context()
        return getattr(context, "flashes", getattr(context, "_flashes", None))

    return lambda original: watching(original, now)


def watching(original: Any, now: Any) -> Any:
    """Around `flask.get_flashed_messages`; `now` gives what the request has taken so far."""

    def get_flashed_messages(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        exchange = current_exchange()
        if exchange is not None:
            try:
                categories = args[0] if args else kwargs.get("with_categories", False)
                chosen = args[1] if len(args) > 1 else kwargs.get("category_filter", ())
                taken(exchange, found, now(), chosen, categories=bool(categories))
            except Exception as error:
                report_fault(KIND, error)
        return found

    return get_flashed_messages


def attach(probe: Probe) -> None:
    """Stand around both functions, and look into the session when the exchange is over."""
    from flask import helpers

    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    adapter: Adapter = probe.adapter

    def closed(call: Call) -> None:
        for watched in watched_sessions(call.exchange):
            session = adapter.session(watched.context)
            waiting = dict.get(session, KEY) if isinstance(session, dict) else None
            if isinstance(waiting, (list, tuple)) and waiting:
                tell(call.exchange, "waiting", messages(waiting))

    wrap_function(helpers, "flash", putting)
    wrap_function(helpers, "get_flashed_messages", taking(adapter))
    probe.on_close.append((KIND, closed))


SENSOR = Sensor(KIND, attach, needs_flask=True)
