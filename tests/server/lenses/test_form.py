"""Tests of the forms lens."""

from typing import Any

import pytest

from server.lenses import form
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("changes", "expected", "tone"),
    [
        ({"valid": True}, "`OrderForm` is valid", Tone.GOOD),
        ({}, "`OrderForm` is not valid: 1 field has errors", Tone.WARNING),
        ({"fields": []}, "`OrderForm` is not valid", Tone.WARNING),
        ({"submitted": False, "valid": None}, "`OrderForm` was not submitted", Tone.PLAIN),
        ({"raised": "E: x", "valid": None}, "`OrderForm` failed: `E: x`", Tone.ERROR),
        (
            {"csrf": {"state": "failed", "why": "gone"}},
            "`OrderForm` is not valid: 1 field has errors",
            Tone.ERROR,
        ),
    ],
)
def test_the_result_of_a_form_is_one_sentence(changes: dict[str, Any], expected: str, tone: Tone) -> None:
    """Its tone fits the result."""
    event = lib.form(lib.field(errors=["No."]), lib.field("kind"), **changes)
    summary = form.LENS.journey.summarise(event)
    assert (str(summary.sentence), summary.tone) == (expected, tone)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("passed", "✓ The CSRF token matches the visitor's session."),
        ("failed", "✗ The CSRF token was refused: gone"),
        ("off", "This form itself checks no CSRF token."),
        ("offered", "It has a CSRF token, which must be sent back with it."),
    ],
)
def test_the_result_of_the_csrf_check_is_a_sentence(state: str, expected: str) -> None:
    """It protects against requests from other sites."""
    made = s.exchange(
        lib.form(lib.field(errors=["No."]), csrf={"state": state, "why": "gone"}, errors=["All."])
    )
    found = lines(form.LENS, made)
    assert any(expected in line for line in found), found
    assert "! All." in found
    assert form.LENS.present(made).count == 1


def test_csrf_protect_has_its_own_sentence() -> None:
    """It checks before there is any form."""
    passed, refused = (
        form.LENS.journey.summarise(lib.protected(*facts)) for facts in (("passed",), ("failed", "gone"))
    )
    assert str(passed.sentence) == "CSRFProtect let the request pass"
    assert str(refused.sentence) == "CSRFProtect refused the request: `gone`"
