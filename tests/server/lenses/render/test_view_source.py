"""Tests of the source of a view."""

import pytest

from server.lenses.kit.blocks import Remark, Section, SourceBlock
from server.lenses.render.view_source import Source, function_span, source_blocks
from tests.support.lenses import sample_events as s

FILE = "/home/ada/shop/app.py"
TEXT = """\
import x


@app.get("/")
@login
def index():
    rows = load()
    return 1 / 0


total = lambda: 3
"""


def source(text: str = TEXT, *, later: bool = False) -> Source:
    """Return a file as it is on disk."""
    return Source(file=FILE, text=text, saved_later=later, redact=lambda line: line.replace("load", "hidden"))


def shown(text: str = TEXT, *, later: bool = False) -> tuple[list[str], SourceBlock | None]:
    """Return the remarks and the source of an exchange whose view begins at line 4."""
    passed = [{**s.frame("index", own=True), "line": 8}]
    events = (s.view(line=4), s.sql(line=7), s.sql(line=7), s.sql(line=1), s.raised(frames=passed))
    (section,) = source_blocks(s.exchange(*events), source(text, later=later))
    assert isinstance(section, Section)
    found = [block for block in section.blocks if isinstance(block, SourceBlock)]
    return [str(block.sentence) for block in section.blocks if isinstance(block, Remark)], next(
        iter(found), None
    )


def test_the_function_is_shown_with_what_happened_at_its_lines() -> None:
    """Statements with their number and time, the exception as the current line; secrets are removed."""
    remarks, block = shown()
    assert block is not None
    assert [number for number, _ in block.lines] == [4, 5, 6, 7, 8]
    assert (7, "    rows = hidden()") in block.lines
    assert block.current == 8
    assert dict(block.notes) == {7: "2 \N{MULTIPLICATION SIGN} SQL · 200 µs", 8: "ZeroDivisionError"}
    assert remarks == []


def test_a_file_that_was_saved_later_is_marked() -> None:
    """What is shown may not be what ran, and a function may have moved."""
    remarks, block = shown("\n" + TEXT, later=True)
    assert "saved after this request" in remarks[0]
    assert "No function begins at line 4" in remarks[1]
    assert block is None


@pytest.mark.parametrize(
    ("line", "span"), [(4, (4, 8)), (5, (4, 8)), (6, (4, 8)), (7, None), (1, None), (11, (11, 11))]
)
def test_a_function_is_found_by_its_first_line(line: int, span: tuple[int, int] | None) -> None:
    """That of its first decorator, or its own."""
    assert function_span(TEXT, line) == span


@pytest.mark.parametrize("text", ["def f(:", "\0", "(" * 5000, "-" * 200_000 + "1", ""])
def test_any_text_can_be_a_file(text: str) -> None:
    """Also one that Python cannot read."""
    assert function_span(text, 1) is None
    assert source_blocks(s.exchange(s.view(line=1)), source(text))
    assert source_blocks(s.exchange(s.view(line="x"), s.raised(frames=7)), source(text))
