"""Tests of the lens of `flask.g`."""

from server.lenses.g import LENS
from server.lenses.kit.blocks import Table, Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


def test_the_lines_that_used_a_name_stand_beside_its_value() -> None:
    """Those that were first, with the number of times."""
    shown = lines(LENS, s.exchange(lib.g(lib.name_on_g(removed=1))))
    row = "db <Connection> shop/app.py:12 (once) shop/app.py:14 (2 times) once"
    assert row in [" ".join(line.split()) for line in shown]
    assert LENS.present(s.exchange(lib.g())).count == 1


def test_a_name_from_before_the_request_is_remarked() -> None:
    """Not one that the request has set itself, also where it was there before."""
    old = lib.name_on_g("user", before=True, set=0, set_by=None)
    shown = lines(LENS, s.exchange(lib.g(old, lib.name_on_g(before=True))))
    sentence = "On g before the request was dispatched, and not set by anything seen in it: user."
    assert any(sentence in line for line in shown), shown
    assert LENS.present(s.exchange(lib.g(old))).tone is Tone.NOTE


def test_a_name_that_was_missed_is_marked() -> None:
    """It has no value, and no line that set it."""
    missed = lib.name_on_g("user", set=0, set_by=None, read=0, read_by=None, missed=3)
    table = LENS.show(s.exchange(lib.g(missed)))[0]
    assert isinstance(table, Table)
    assert [row.mark for row in table.rows] == ["not there"]


def test_the_line_of_the_journey_names_a_few() -> None:
    """And counts the others."""
    names = [lib.name_on_g(f"n{number}") for number in range(8)]
    sentence = LENS.journey.summarise(lib.g(*names)).sentence
    assert str(sentence) == "`n0`, `n1`, `n2`, `n3`, `n4`, `n5` and 2 more"
    assert str(LENS.journey.summarise(lib.g()).sentence) == "`db`"
