"""Tests of the tokens lens."""

from typing import Any

import pytest

from server.lenses import token
from server.lenses.journey.journey import build_journey
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines

CHECKED = "The app checked a token, and its signature is valid (JSON Web Token)"
CAME_IN = "A token came in: `header Authorization` (JSON Web Token)"


def test_a_token_is_shown_without_its_signature() -> None:
    """Claims with their meaning, times in UTC, and how long ago it expired."""
    found = lines(token.LENS, s.exchange(lib.token()))
    assert "A token came in: header Authorization (JSON Web Token)" in " ".join(found)
    assert "Expired: 2023-11-14 22:13:20 UTC, 30.00 s ago" in found
    assert "exp: 1700000000 (2023-11-14 22:13:20 UTC)" in found
    assert "sub: 'ada'" in found
    assert any(line.startswith("Signature: hidden") for line in found)


@pytest.mark.parametrize(
    ("event", "expected", "tone"),
    [
        (lib.token("made"), "The app made a token (JSON Web Token)", Tone.NOTE),
        (
            lib.token("checked", verified=True),
            CHECKED,
            Tone.GOOD,
        ),
        (
            lib.token("checked", verified=False, problem="Bad: x"),
            "The app refused a token: `Bad: x` (JSON Web Token)",
            Tone.WARNING,
        ),
        (
            lib.token("checked", problem="The signature was not looked at."),
            "The app read a token without checking its signature (JSON Web Token)",
            Tone.WARNING,
        ),
        (
            lib.token(direction="out", kind="itsdangerous", expires_at=None, expires_in=None, algorithm=None),
            "A token goes out: `header Authorization` (ItsDangerous token)",
            Tone.PLAIN,
        ),
        (
            lib.token(algorithm="none", expires_in=9.0),
            CAME_IN,
            Tone.WARNING,
        ),
    ],
)
def test_the_use_of_a_token_is_a_sentence(event: Any, expected: str, tone: Tone) -> None:
    """Its tone fits the risk."""
    summary = token.LENS.journey.summarise(event)
    assert (str(summary.sentence), summary.tone) == (expected, tone)


@pytest.mark.parametrize(
    ("left", "expected"), [(5.0, "in 5.00 s"), (600.0, "in 10.0 minutes"), (-864_000.0, "10 days ago")]
)
def test_the_remaining_time_has_a_fitting_unit(left: float, expected: str) -> None:
    """Seconds, minutes or days."""
    assert any(line.endswith(expected) for line in lines(token.LENS, s.exchange(lib.token(expires_in=left))))


def test_an_encrypted_token_says_so() -> None:
    """There is nothing to read, and invalid times are left out."""
    made = s.exchange(lib.token(kind="jwe", claims={}, expires_at=9e11, signed_at=-9e11))
    found = lines(token.LENS, made)
    assert "Its content is encrypted." in " ".join(found)
    assert not any(line.startswith(("Expire", "Signed")) for line in found)


def test_tokens_are_at_the_stage_where_they_are_sent() -> None:
    """With the request, or with the response."""
    made = s.exchange(
        s.arrival(), lib.token(), s.view(), lib.token("made"), s.answer(), lib.token(direction="out", at=4.7)
    )
    where = {stop.name: [node.kind for node in stop.nodes] for stop in build_journey(made).stages}
    assert "token" in where["socket"]
    assert "token" in where["answer"]
