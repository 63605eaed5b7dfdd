"""The values of secret form fields are redacted, there and elsewhere in the exchange."""

import json

from server.model.event import REDACTED
from server.runner.redaction.events import redact_events
from tests.support.lenses import sample_events
from tests.support.lenses.sample_library_events import field, form, job, token

SECRET = "correct-Horse-9"


def test_secret_fields_are_redacted() -> None:
    """A field that the probe marks and a field with a secret name are; the others are not."""
    fields = (
        field("pin", secret=True, value=sample_events.value(f"'{SECRET}'")),
        field("password", value=sample_events.value(f"'{SECRET}'")),
        field("name", value=sample_events.value("'Ada'")),
    )
    (event,) = redact_events((form(*fields),))
    assert [each["value"]["repr"] for each in event.body["fields"]] == [REDACTED, REDACTED, "'Ada'"]


def test_the_value_of_a_secret_field_is_redacted_elsewhere() -> None:
    """For instance in a log of the same exchange."""
    events = (
        form(field("pin", secret=True, value=sample_events.value(f"'{SECRET}'"))),
        sample_events.log(f"got {SECRET}"),
    )
    assert SECRET not in json.dumps([dict(event.body) for event in redact_events(events)])


def test_an_empty_secret_field_is_shown() -> None:
    """That nothing was entered is not a secret."""
    (event,) = redact_events((form(field("pin", secret=True, value=sample_events.value("''"))),))
    assert event.body["fields"][0]["value"]["repr"] == "''"


def test_claims_and_arguments_with_secret_names_are_redacted() -> None:
    """In tokens and jobs."""
    secret = {"password": sample_events.value(f"'{SECRET}'"), "sub": sample_events.value("'ada'")}
    shown = redact_events((token(claims=secret), job(kwargs=secret)))
    for event, name in zip(shown, ("claims", "kwargs"), strict=True):
        assert event.body[name]["password"]["repr"] == REDACTED
        assert event.body[name]["sub"]["repr"] == "'ada'"


def test_a_csrf_event_is_not_a_form() -> None:
    """It has no fields, and is unchanged."""
    body = {"what": "csrf", "csrf": {"state": "passed", "why": ""}}
    (event,) = redact_events((sample_events.event("form", body),))
    assert event.body == body
