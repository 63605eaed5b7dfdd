"""Tests that the table of attacks and damages is complete."""

from tests.hardness import table
from tests.hardness.cases import CASES
from tests.hardness.marked_tests import marked_files


def test_every_case_has_a_test_and_every_test_a_case() -> None:
    """Each case is named by a marker, and each marker names a case."""
    assert sorted(marked_files()) == sorted(case.name for case in CASES)


def test_a_name_occurs_once() -> None:
    """A case has one row."""
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_the_document_shows_every_case() -> None:
    """docs/hardness.md has one row with the sentence of each case; `--write` makes them."""
    assert sorted(table.documented()) == sorted(case.name for case in CASES)
    text = table.DOCUMENT.read_text(encoding="utf-8")
    assert [case.name for case in CASES if f"| {case.sentence} |" not in text] == []
