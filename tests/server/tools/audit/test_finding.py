"""Tests of findings."""

from server.lenses.kit.blocks import Tone
from server.lenses.kit.sentence import plain
from server.tools.audit.finding import SettingFinding


def test_a_finding_is_a_warning_if_nothing_else_is_said() -> None:
    """Most of them are."""
    assert SettingFinding(setting="X", cause=plain("Why."), line="x = 1").tone is Tone.WARNING
