"""Tests of the forms of the results."""

import json
from pathlib import Path

from tests.real_projects.project import Project
from tests.real_projects.report import JsonLines, Markdown, Terminal
from tests.real_projects.result import Result
from tests.real_projects.statements import StatementCount


def results() -> tuple[Result, Result]:
    """Return a project that differs, and one that did not open."""
    one = Project(name="one", folder=Path("one"))
    missing = StatementCount(shown=1, traced=2, missing=("SELECT ?",))
    opened = Result(
        project=one, opened=True, flask="3.1", statuses=[200, 500], statements=missing, compared=True,
        rows_equal=True, overhead=1.5, first_page_seconds=2.04, plain_seconds=1.0,
    )  # fmt: skip
    return opened, Result(project=Project(name="two", folder=Path("two")), message="It has no app.\nName it.")


def test_a_row_is_followed_by_what_it_does_not_hold() -> None:
    """Each statement that is missing, and the reason why a project did not open."""
    opened, closed = results()
    writer = Terminal(5)
    assert [line.split()[0] for line in writer.head()] == ["project"]
    row, *notes = writer.row(opened)
    assert "2, 1 of 5xx" in row
    assert row.split()[-8:] == ["traced", "equal", "equal", "1.50x", "2.0", "s", "1.0", "s"]
    assert notes == ["    not shown: SELECT ?"]
    assert writer.row(closed)[1:] == ["    It has no app.", "    Name it."]
    assert opened.differs
    assert not closed.differs


def test_markdown_has_a_cell_for_each_column() -> None:
    """A project that did not open has dashes."""
    opened, closed = results()
    head, rule = Markdown(5).head()
    lines = [head, rule, *Markdown(5).row(opened), *Markdown(5).row(closed)]
    assert len({line.count("|") for line in lines}) == 1
    assert lines[-1].startswith("| two | no | - |")


def test_json_has_an_object_on_a_line() -> None:
    """With the notes and the status of each answer."""
    (line,) = JsonLines(5).row(results()[0])
    row = json.loads(line)
    assert (row["project"], row["statuses"], row["notes"]) == ("one", [200, 500], ["not shown: SELECT ?"])
