"""Tests of which databases an app says it has opened."""

from pathlib import Path

from tests.server.probe.conftest import OpenApp


def test_an_app_tells_the_databases_that_it_has_opened(own_app: OpenApp) -> None:
    """Each with its whole path."""
    host = own_app("sqlite3_app.py")
    host.send_request("GET", "/authors")
    facts = host.ask("databases")["facts"]
    assert facts["files"]
    assert all(Path(file).is_absolute() for file in facts["files"])


def test_an_app_without_databases_has_none(own_app: OpenApp) -> None:
    """Nothing is imported for the answer."""
    assert own_app("hello.py").ask("databases")["facts"] == {"files": [], "memory": False}
