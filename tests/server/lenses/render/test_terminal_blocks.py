"""Tests of blocks as lines of plain text."""

from server.lenses.kit.blocks import Row, Table, Text
from server.lenses.kit.sentence import plain
from server.lenses.render.terminal_blocks import block_lines


def test_long_tables_and_texts_are_cut_and_counted() -> None:
    """A terminal is not flooded with ten thousand rows."""
    table = Table(caption="t", head=("a",), rows=(Row(cells=(plain("x"),)),) * 50, omitted=5)
    assert [*block_lines(table)][-1] == "… 15 more"
    assert [*block_lines(Text(text="\n".join(["x"] * 50), label="t"))][-1] == "… 10 more lines"
