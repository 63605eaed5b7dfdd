"""Tests of weaknesses: each with a token that has it, and one that has it not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.lenses.kit.blocks import Tone
from server.tools.tokens import weaknesses
from server.tools.tokens.read import ReadToken, read
from server.tools.tokens.weaknesses import WEAKNESSES, Weakness, weaknesses_of
from tests.support.sample_tokens import remember_cookie, session_cookie, signed_text, timed_token, web_token

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def token_of(text: str) -> ReadToken:
    """Return what is read in a text."""
    found = read(text)
    assert isinstance(found, ReadToken)
    return found


def answer(**facts: Any) -> dict[str, Any]:
    """Return what an app says about a token that its key fits."""
    return {"key": "SECRET_KEY", "length": 40, "public": False, "reason": None, **facts}


SESSION = token_of(session_cookie(user=1))
WEB = token_of(web_token(exp=2_000_000_000))
LONG = replace(WEB, signed_at=NOW, expires_at=NOW + timedelta(days=4000))
CASES: tuple[tuple[Weakness, tuple[ReadToken, Any], tuple[ReadToken, Any]], ...] = (
    (weaknesses.unsigned, (replace(WEB, algorithm="None"), None), (WEB, None)),
    (weaknesses.printed_key, (token_of(session_cookie("dev")), None), (SESSION, None)),
    (weaknesses.public_key, (WEB, answer(public=True)), (WEB, answer())),
    (weaknesses.public_key, (WEB, answer(key="JWT_PUBLIC_KEY")), (WEB, answer(key=None, public=True))),
    (weaknesses.short_key, (WEB, answer(length=31)), (WEB, answer(length=32))),
    (weaknesses.short_key, (SESSION, answer(length=15)), (SESSION, answer(length=16))),
    (weaknesses.without_end, (token_of(web_token(a=1)), None), (WEB, None)),
    (weaknesses.without_end, (token_of(remember_cookie()), None), (SESSION, None)),
    (weaknesses.without_end, (token_of(signed_text()), None), (token_of(timed_token()), None)),
    (weaknesses.long_life, (LONG, None), (replace(LONG, expires_at=NOW + timedelta(days=3)), None)),
    (weaknesses.readable_secret, (token_of(session_cookie(a={"password": "x"})), None), (SESSION, None)),
    (
        weaknesses.readable_secret,
        (token_of(session_cookie(api_key="x")), None),
        (token_of(session_cookie(csrf_token="x")), None),
    ),
    (
        weaknesses.old_key,
        (SESSION, answer(key="SECRET_KEY_FALLBACKS[1]")),
        (WEB, answer(key="SECRET_KEY_FALLBACKS[1]")),
    ),
    (weaknesses.old_key, (SESSION, answer(key="SECRET_KEY_FALLBACKS[0]")), (SESSION, answer())),
)


@pytest.mark.parametrize(("weakness", "weak", "strong"), CASES)
def test_a_weakness_is_named_where_it_is_proved(
    weakness: Weakness, weak: tuple[ReadToken, Any], strong: tuple[ReadToken, Any]
) -> None:
    """And nowhere else."""
    assert weakness(*weak) is not None
    assert weakness(*strong) is None


def test_every_weakness_is_tried() -> None:
    """The gravest is shown first."""
    assert {case[0] for case in CASES} == set(WEAKNESSES)
    found = weaknesses_of(token_of(web_token("dev", password="x")), answer(length=3))
    assert [remark.tone for remark in found] == [Tone.ERROR, *[Tone.WARNING] * 3]
    assert "`dev`" in str(found[0].sentence)
