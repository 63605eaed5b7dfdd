"""Tests of how findings are shown."""

from server.lenses.kit.blocks import Remark, Section, Text, Tone
from server.tools.audit.blocks import blocks_of
from tests.support.audit_facts import facts_of


def test_each_finding_has_its_line() -> None:
    """Under the name of the setting."""
    (section,) = blocks_of(facts_of({"DEBUG": True}))
    assert isinstance(section, Section)
    remark, line = section.blocks
    assert isinstance(remark, Remark)
    assert isinstance(line, Text)
    assert (section.title, remark.tone) == ("DEBUG", Tone.WARNING)
    assert line.text.startswith('app.config["DEBUG"] = False')


def test_an_app_in_order_is_told_so() -> None:
    """With the number of rules that were tried."""
    (remark,) = blocks_of(facts_of())
    assert isinstance(remark, Remark)
    assert remark.tone is Tone.GOOD
