"""Tests of the parts of a large exchange that are fetched when they are opened."""

from server.lenses.journey.journey import build_journey
from server.lenses.kit.blocks import Row, Section, Table
from server.lenses.kit.sentence import plain
from server.lenses.render.on_demand import (
    LARGE,
    PAGE_ROWS,
    first_rows,
    is_large,
    node_at,
    rows_from,
    without_details,
)
from tests.support.lenses import sample_events as s


def test_only_a_stored_exchange_is_fetched_in_parts() -> None:
    """The others could not be found again."""
    rows = [s.log("x") for _ in range(LARGE)]
    assert is_large(s.exchange(*rows))
    assert not is_large(s.exchange(*rows, id=0))
    assert not is_large(s.exchange(*rows[1:]))


def test_each_line_can_be_found_by_its_address() -> None:
    """The lines are the same, without their details."""
    rows = [s.log(f"row {number}", at=1.5) for number in range(100)]
    whole = build_journey(s.exchange(s.match(), s.view(at=1.0, took=2.0), *rows, s.answer()))
    shown = without_details(whole, lambda place: f"/line/{place}")
    for stage in shown.stages:
        for node in stage.nodes:
            assert not node.blocks
            assert not node.repeats
            if node.later:
                found = node_at(whole, node.later.removeprefix("/line/"))
                assert found is not None
                assert found.sentence == node.sentence
                assert found.blocks or found.repeats
    assert sum(1 for _ in shown.nodes()) < 40


def test_a_place_that_does_not_exist_has_no_line() -> None:
    """Whatever the address contains."""
    journey = build_journey(s.exchange(s.match()))
    for place in ("", "9", "0.9", "0.0.0", "x.1", "-1.0", "0", "0.r0"):
        assert node_at(journey, place) is None


def test_a_long_table_comes_in_pages() -> None:
    """Each page says where the next one is, and how many rows that has."""
    rows = tuple(Row(cells=(plain(number),)) for number in range(2 * PAGE_ROWS + 7))
    short, long = (Table(caption="t", head=("n",), rows=part) for part in (rows[:3], rows))
    blocks = (short, Section(title="s", blocks=(long,)))
    first, section = first_rows(blocks, lambda place: f"?rows={place}")
    assert first == short
    assert isinstance(section, Section)
    (page,) = section.blocks
    assert isinstance(page, Table)
    assert (len(page.rows), page.more, page.left) == (PAGE_ROWS, f"?rows=1.{PAGE_ROWS}", PAGE_ROWS)
    last = rows_from(blocks, f"1.{2 * PAGE_ROWS}", str)
    assert last is not None
    assert (last.rows, last.more) == (rows[2 * PAGE_ROWS :], "")
    assert [rows_from(blocks, place, str) for place in ("2.0", "1", "x.0", "1.-1")] == [None] * 4
