"""Tests of what the audit asks for, and how it reads the answer."""

import pytest

from server.runner.channel.answer_schemas import ANSWERS
from server.runner.guests.questions import LONGEST_QUESTION
from server.tools.audit.facts import QUESTION, SECRETS, VALUES, SettingFacts
from tests.support.audit_facts import facts_of


def test_no_secret_is_asked_for_by_its_value() -> None:
    """Of secrets only lengths are told."""
    assert set(VALUES).isdisjoint(SECRETS)
    assert len(repr(QUESTION)) < LONGEST_QUESTION


def test_the_sample_has_the_shape_of_an_answer() -> None:
    """So what holds for it holds for the answers of guests."""
    facts = facts_of({"DEBUG": True, "MAX_CONTENT_LENGTH": 5}, uses=("session",))
    assert ANSWERS["config"](facts.answer)
    assert (facts.truth("DEBUG"), facts.number("MAX_CONTENT_LENGTH"), facts.text("DEBUG")) == (True, 5, None)
    assert facts.use("session") == "shop/app.py:7"
    assert facts.signs_sessions
    assert facts.type("ENV") == "NoneType"


@pytest.mark.parametrize(
    ("version", "major"), [("3.1.1", 3), ("", None), (None, None), ("x", None), ("9" * 5000, None)]
)
def test_a_version_that_is_none_is_no_number(version: str | None, major: int | None) -> None:
    """Guests may name their packages as they like."""
    assert facts_of(packages={"a": version}).major("a") == major


def test_an_answer_without_a_setting_is_read() -> None:
    """A guest may leave out what it was asked for."""
    empty = SettingFacts(
        {"values": {}, "secrets": {}, "fallbacks": [], "uses": {}, "signed_sessions": True, "packages": {}}
    )
    assert empty.length("SECRET_KEY") is None
    assert not empty.is_listed("SECRET_KEY")
    assert empty.is_none("DEBUG")
