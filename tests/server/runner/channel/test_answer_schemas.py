"""Tests of the shapes of answers."""

from typing import Any

import pytest

from server.runner.channel.answer_schemas import ANSWERS
from server.runner.channel.framing import FrameError
from server.runner.channel.protocol import AppAnswer, parse

MAP: dict[str, Any] = {"rules": [], "shadowed": None, "unused": [], "blueprints": []}
MESSAGE = {"type": "answer", "question": 3, "about": "map", "facts": MAP, "problem": None}


def test_a_valid_answer_is_parsed() -> None:
    """It may have no facts."""
    assert parse(MESSAGE) == AppAnswer(question=3, about="map", facts=MAP, problem=None)
    assert parse({**MESSAGE, "facts": None, "problem": "no map"}) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": "weather"},
        {"question": -1},
        {"facts": {**MAP, "rules": [{"rule": 1}]}},
        {"facts": {**MAP, "shadowed": "all"}},
        {"facts": []},
        {"problem": 4},
    ],
)
def test_an_invalid_answer_ends_the_channel(wrong: dict[str, Any]) -> None:
    """As any other message that does not keep to its schema."""
    with pytest.raises(FrameError):
        parse({**MESSAGE, **wrong})


def test_each_question_has_a_shape() -> None:
    """The probe knows the same questions."""
    from server.probe.child.questions.registry import QUESTIONS  # noqa: PLC0415 - the probe's own list

    assert set(ANSWERS) == set(QUESTIONS)
