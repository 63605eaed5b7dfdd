"""Tests of the reports beside the copies of damaged files."""

import os
from pathlib import Path

import pytest

from server.store.recovery.carry import Carried
from server.store.recovery.report import Recovery, copy_name, recoveries, write_report

LOST = Carried(table="settings", kept=3, unfit=1, readable=False)
WHOLE = Carried(table="recent", kept=3, unfit=0, readable=True)


def recovery(path: Path, at: float) -> Recovery:
    """Return the recovery of a file whose copy exists."""
    copy = copy_name(path)
    copy.write_bytes(b"damaged")
    return Recovery(copy=copy, at=at, why="malformed", tables=(LOST, WHOLE))


def test_reports_are_read_back_newest_first(tmp_path: Path) -> None:
    """With what was lost; two of one second have two names."""
    path = tmp_path / "store"
    written = [recovery(path, 5.0), recovery(path, 9.0)]
    for each in written:
        write_report(each)
    assert recoveries(path) == tuple(reversed(written))
    assert written[0].lost == (LOST,)


@pytest.mark.parametrize("report", ["", "{", "[]", '{"at": "x"}', '{"at": 1, "why": 2, "tables": [3]}'])
def test_a_copy_without_a_readable_report_is_listed(report: str, tmp_path: Path) -> None:
    """Earlier versions wrote none, and anybody may have changed it."""
    path = tmp_path / "store"
    found = recovery(path, 1.0)
    write_report(found)
    (written,) = tmp_path.glob("*.json")
    written.write_text(report)
    (listed,) = recoveries(path)
    assert (listed.copy, listed.tables) == (found.copy, ())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_in_the_place_of_a_report_is_not_waited_for(tmp_path: Path) -> None:
    """The copy is listed without a report."""
    path = tmp_path / "store"
    written = recovery(path, 5.0)
    write_report(written)
    (report,) = tmp_path.glob("*.json")
    report.unlink()
    os.mkfifo(report)
    (listed,) = recoveries(path)
    assert (listed.copy, listed.tables) == (written.copy, ())


def test_a_report_that_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    """The copy itself is what counts."""
    write_report(Recovery(copy=tmp_path / "no" / "copy.damaged-1", at=1.0, why="", tables=()))
    assert recoveries(tmp_path / "no" / "copy") == ()
