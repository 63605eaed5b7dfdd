"""What is typed into secret fields is hidden, there and wherever else it turns up."""

import json

from server.model.event import REDACTED
from server.runner.redaction.events import redact_events
from tests.support.lenses import sample_events
from tests.support.lenses.sample_library_events import field, form, job, token

SECRET = "correct-Horse-9"


def test_fields_that_are_marked_or_named_are_hidden() -> None:
    """A PIN in a password field, a password in a plain one; the others stay."""
    fields = (
        field("pin", secret=True, value=sample_events.value(f"'{SECRET}'")),
        field("password", value=sample_events.value(f"'{SECRET}'")),
        field("name", value=sample_events.value("'Ada'")),
    )
    (event,) = redact_events((form(*fields),))
    assert [one["value"]["repr"] for one in event.body["fields"]] == [REDACTED, REDACTED, "'Ada'"]


def test_what_a_secret_field_held_is_known_elsewhere() -> None:
    """In a log of the same exchange."""
    events = (
        form(field("pin", secret=True, value=sample_events.value(f"'{SECRET}'"))),
        sample_events.log(f"got {SECRET}"),
    )
    assert SECRET not in json.dumps([dict(event.body) for event in redact_events(events)])


def test_an_empty_field_may_be_told() -> None:
    """That nothing was typed is no secret."""
    (event,) = redact_events((form(field("pin", secret=True, value=sample_events.value("''"))),))
    assert event.body["fields"][0]["value"]["repr"] == "''"


def test_claims_and_arguments_are_hidden_by_their_names() -> None:
    """In tokens and jobs, as anywhere."""
    secret = {"password": sample_events.value(f"'{SECRET}'"), "sub": sample_events.value("'ada'")}
    shown = redact_events((token(claims=secret), job(kwargs=secret)))
    for event, name in zip(shown, ("claims", "kwargs"), strict=True):
        assert event.body[name]["password"]["repr"] == REDACTED
        assert event.body[name]["sub"]["repr"] == "'ada'"


def test_no_csrf_notice_is_mistaken_for_a_form() -> None:
    """It has no fields."""
    body = {"what": "csrf", "csrf": {"state": "passed", "why": ""}}
    (event,) = redact_events((sample_events.event("form", body),))
    assert event.body == body
