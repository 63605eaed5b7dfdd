"""Tests of the row counts of sqlite3's cursors, on every Flask."""

import json

from tests.server.probe.conftest import OpenApp


def test_rows_are_counted_however_they_are_fetched(open_app: OpenApp) -> None:
    """By iteration, one, some, all at once, and not at all."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/steps")
    assert json.loads(response.body) == {"stepped": [1, 2, 3]}
    assert [body["rows"] for body in exchange.bodies("sql")] == [3, 2, 3, 0]
