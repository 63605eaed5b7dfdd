"""Tests of the SQL sensor."""

import pytest

from tests.server.probe.conftest import LoadApp


def test_a_guest_without_a_database_library_has_no_sql_sensor(
    load: LoadApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason names what the app has not imported."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # coverage imports sqlite3 itself
    states = {state["name"]: state for state in load("hello.py")[1]["sensors"]}
    assert states["sql"] == {
        "name": "sql",
        "state": "absent",
        "why": "The app has not imported SQLAlchemy or sqlite3.",
    }
    states = {state["name"]: state for state in load("sqlite3_app.py")[1]["sensors"]}
    assert states["sql"]["state"] == "on"
