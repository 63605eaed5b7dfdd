"""Values that the user has marked as secret."""

import pytest

from server.model.event import REDACTED, Event
from server.runner.redaction import events, text
from server.runner.redaction.events import redact_events
from server.runner.redaction.known_secrets import KnownSecrets
from server.runner.redaction.text import redact_text

SECRET = "tulips"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> KnownSecrets:
    """A word that nothing but the mark makes a secret."""
    known = KnownSecrets()
    for module in (events, text):
        monkeypatch.setattr(module, "KNOWN_SECRETS", known)
    known.keep("g1", [SECRET])
    return known


@pytest.mark.hardness("leaked-secret")
def test_a_marked_value_is_removed_from_every_event(known: KnownSecrets) -> None:
    """From what is open otherwise, too: the session, a cookie, and the body of the response."""
    body = {"value": f"red {SECRET}", "body": {"text": SECRET, "base64": None}}
    given = [
        Event(exchange=1, seq=seq, kind=kind, at=0.0, took=None, caller=None, family=None, body=body)
        for seq, kind in enumerate(("session", "cookie", "log"))
    ]
    for event in redact_events(given):
        assert event.body["value"] == f"red {REDACTED}"
        assert event.kind == "log" or event.body["body"]["text"] == "*" * len(SECRET)


def test_a_marked_value_is_removed_from_texts_and_bodies(known: KnownSecrets) -> None:
    """From output and tracebacks, and byte by byte from a response; not from longer words."""
    assert redact_text(f"the {SECRET} of today") == f"the {REDACTED} of today"
    assert redact_text(f"{SECRET}like") == f"{SECRET}like"
    data = f"\u00e9 {SECRET}".encode() + b"\xff"
    assert known.mask(data) == "\u00e9 ******".encode() + b"\xff"


def test_what_was_secret_stays_so_and_what_is_short_is_none(known: KnownSecrets) -> None:
    """A guest may still print a value that was removed from the table; three letters are in everything."""
    known.keep("g1", [])
    known.keep("g2", ["abc"])
    assert known.redact(f"{SECRET} abc") == f"{REDACTED} abc"
    assert KnownSecrets().finder is None
