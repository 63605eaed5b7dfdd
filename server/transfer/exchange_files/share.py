"""A share file: one exchange with all that happened inside, for another Fumehood."""

import json
import os
from importlib import metadata
from typing import Any, Final

from server.file_access import home
from server.model.exchange import Exchange, ExchangeState
from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import items, moment, optional, signed, whole
from server.store.serialise import from_json, to_json

FORMAT: Final = "fumehood-exchange"
VERSION: Final = 1
MOST_EVENTS: Final = 20_000


def to_share(exchange: Exchange) -> bytes:
    """Return the text of a share file: redacted as in the history, without private folders."""
    contents = to_json(exchange)
    contents |= {"origin": None, "client_port": None}
    value = {
        "format": FORMAT,
        "version": VERSION,
        "fumehood": metadata.version("fumehood"),
        "started_at": exchange.started_at,
        "took": exchange.took,
        "state": exchange.state,
        "exchange": contents,
    }
    written = json.dumps(value, ensure_ascii=False, indent=1)
    folder = exchange.origin.working_directory if exchange.origin is not None else ""
    for private, name in ((folder, "."), (str(home()), "~")):
        if len(private.strip(os.sep)) > 1:
            written = written.replace(json.dumps(private, ensure_ascii=False)[1:-1], name)
    return written.encode("utf-8", "replace")


def exchange_of(value: dict[str, Any], guest: str) -> Exchange:
    """Return the exchange of the JSON of a share file; raise one of MISFITS if it is none."""
    if whole(value["version"]) > VERSION:
        raise MisfitError(
            Fault.CHOICE, f"version {value['version']} of the file, which a newer Fumehood wrote"
        )
    contents = value["exchange"]
    if len(items(contents["events"])) > MOST_EVENTS:
        raise MisfitError(Fault.LONG, "too many events")
    state = ExchangeState(value["state"])
    return from_json(
        {**contents, "origin": None, "client_port": None},
        {
            "id": 0,
            "run": "file",
            "guest": guest,
            "started_at": moment(value["started_at"]),
            "took": optional(signed, value["took"]),
            "state": ExchangeState.LOST if state is ExchangeState.OPEN else state,
        },
    )
