"""What is typed into secret fields is hidden, there and wherever else it turns up."""

import json

from server.runner.redaction.events import REDACTED, redact_events
from tests.server.lenses import samples
from tests.server.lenses.library_samples import field, form, job, token

SECRET = "correct-Horse-9"


def test_fields_that_are_marked_or_named_are_hidden() -> None:
    """A PIN in a password field, a password in a plain one; the others stay."""
    fields = (
        field("pin", secret=True, value=samples.value(f"'{SECRET}'")),
        field("password", value=samples.value(f"'{SECRET}'")),
        field("name", value=samples.value("'Ada'")),
    )
    (event,) = redact_events((form(*fields),))
    assert [one["value"]["repr"] for one in event.body["fields"]] == [REDACTED, REDACTED, "'Ada'"]


def test_what_a_secret_field_held_is_known_elsewhere() -> None:
    """In a log of the same exchange."""
    events = (
        form(field("pin", secret=True, value=samples.value(f"'{SECRET}'"))),
        samples.log(f"got {SECRET}"),
    )
    assert SECRET not in json.dumps([dict(event.body) for event in redact_events(events)])


def test_an_empty_field_may_be_told() -> None:
    """That nothing was typed is no secret."""
    (event,) = redact_events((form(field("pin", secret=True, value=samples.value("''"))),))
    assert event.body["fields"][0]["value"]["repr"] == "''"


def test_claims_and_arguments_are_hidden_by_their_names() -> None:
    """In tokens and jobs, as anywhere."""
    secret = {"password": samples.value(f"'{SECRET}'"), "sub": samples.value("'ada'")}
    shown = redact_events((token(claims=secret), job(kwargs=secret)))
    for event, name in zip(shown, ("claims", "kwargs"), strict=True):
        assert event.body[name]["password"]["repr"] == REDACTED
        assert event.body[name]["sub"]["repr"] == "'ada'"


def test_no_csrf_notice_is_mistaken_for_a_form() -> None:
    """It has no fields."""
    body = {"what": "csrf", "csrf": {"state": "passed", "why": ""}}
    (event,) = redact_events((samples.event("form", body),))
    assert event.body == body
