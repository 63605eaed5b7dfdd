"""Tests of sharing one exchange with all that happened inside."""

import json
from dataclasses import replace
from typing import Any

import pytest

from server.model.exchange import ExchangeState
from server.model.origin import Origin
from server.store.checked.values import MISFITS
from server.transfer.exchange_files.share import exchange_of, to_share
from tests.support.sample_exchanges import exchange


def shared(**changes: Any) -> dict[str, Any]:
    """Return the JSON of a shared exchange; `changes` replace its fields."""
    return {**json.loads(to_share(exchange())), **changes}


def test_an_exchange_opens_in_another_fumehood() -> None:
    """With its events; the ids are those of the other one."""
    written = exchange(7)
    read = exchange_of(json.loads(to_share(written)), "file-1")
    assert read == replace(
        written,
        id=0,
        run="file",
        guest="file-1",
        client_port=None,
        events=tuple(replace(event, exchange=7) for event in written.events),
    )
    assert read.from_file


def test_private_folders_are_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the project lies is nobody's business; the places in it stay."""
    origin = Origin(
        interpreter="/home/ada/shop/.venv/bin/python",
        working_directory="/home/ada/shop",
        app="shop:app",
        file="/home/ada/shop/shop.py",
        line=3,
    )
    monkeypatch.setenv("HOME", "/home/ada")
    (event,) = exchange().events
    named = replace(event, body={"file": "/home/ada/shop/views.py", "home": "/home/ada/x"})
    written = to_share(exchange(origin=origin, events=(named,))).decode()
    assert "ada" not in written
    assert "./views.py" in written
    assert "~/x" in written


def test_an_open_exchange_is_lost_elsewhere() -> None:
    """Its answer will never come."""
    assert exchange_of(shared(state="open"), "file-1").state is ExchangeState.LOST


HOSTILE: tuple[dict[str, Any], ...] = (
    {"version": 2},
    {"version": None},
    {"exchange": None},
    {"exchange": []},
    {"exchange": {}},
    {"started_at": "now"},
    {"started_at": 1e300},
    {"took": "x"},
    {"state": "odd"},
)


@pytest.mark.parametrize("changes", HOSTILE, ids=str)
def test_what_is_not_as_it_was_written_is_refused(changes: dict[str, Any]) -> None:
    """By an error that is known to be one of the file."""
    with pytest.raises(MISFITS):
        exchange_of(shared(**changes), "file-1")


def test_very_many_events_are_refused() -> None:
    """They would be shown one by one."""
    value = shared()
    value["exchange"]["events"] = [value["exchange"]["events"][0]] * 20_001
    with pytest.raises(MISFITS):
        exchange_of(value, "file-1")
