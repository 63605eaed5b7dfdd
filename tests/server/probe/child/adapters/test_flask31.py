"""Tests of the adapter to Flask 3.1."""

from types import SimpleNamespace

import pytest
from flask import ctx, globals  # noqa: A004 - the module's own name

from server.probe.child.adapters.flask31 import Flask31


class MarkingContext:
    """A context of Flask 3.1.3, which marks the session accessed when it is read."""

    def __init__(self) -> None:
        self._session = SimpleNamespace(accessed=False)

    @property
    def session(self) -> SimpleNamespace:
        """The session, marked."""
        self._session.accessed = True
        return self._session


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Flask31:
    """An adapter, whatever Flask is installed."""
    monkeypatch.setattr(globals, "_cv_request", None, raising=False)
    monkeypatch.setattr(ctx, "RequestContext", MarkingContext, raising=False)
    return Flask31()


def test_a_session_behind_a_property_is_not_marked_accessed(adapter: Flask31) -> None:
    """The object below the property is returned."""
    context = MarkingContext()
    assert adapter.session(context).accessed is False
    assert context.session.accessed is True


def test_a_plain_session_is_found_too(adapter: Flask31) -> None:
    """That is how releases before 3.1.3 hold it; it may not be opened yet."""
    assert adapter.session(SimpleNamespace(session={"a": 1})) == {"a": 1}
    assert adapter.session(SimpleNamespace()) is None
