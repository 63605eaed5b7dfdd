"""Test that a finding points at the line that it is about."""

from server.handbook.lint.message import message_in
from server.model.lab import Lab


def test_the_line_is_that_of_the_text(tiny: Lab) -> None:
    """It counts from 1, and is None where the text does not occur or none is given."""
    lines = (tiny.folder / "page.md").read_text().splitlines()
    finding = message_in(tiny, "it is misplaced", at="[claim: swears]")
    assert finding.file == tiny.folder / "page.md"
    assert finding.line is not None
    assert lines[finding.line - 1] == "[claim: swears]"
    assert message_in(tiny, "it lacks something", at="[claim: other]").line is None
    assert message_in(tiny, "it is short").line is None


def test_another_file_can_be_named(tiny: Lab) -> None:
    """A remark says that it is one."""
    finding = message_in(tiny, "it is old", file="lab.toml", at="title", remark=True)
    assert (finding.file.name, finding.line, finding.remark, finding.claim) == ("lab.toml", 2, True, None)
