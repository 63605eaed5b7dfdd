"""Tests of `fumehood compare`."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from desktop.cli.main import run
from desktop.workbench.app_info import user_paths
from server.startup_choices import STORE_FILE
from server.store import Store
from tests.sources import ROOT
from tests.support.sample_exchanges import event, exchange

SCHEMA = json.loads((ROOT / "docs/schemas/compare.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The empty history of a user."""
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path / "home"))
    paths = user_paths()
    paths.make()
    with closing(Store(paths.data / STORE_FILE)) as store:
        yield store


def fill(store: Store, *statements: str) -> None:
    """Put exchanges into the history that each sent one of the statements."""
    for number, statement in enumerate(statements, 1):
        store.add(exchange(number, events=(event("sql", {"statement": statement}),)))
    store.flush()


def test_the_newest_is_compared_with_the_one_before(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is that of diff."""
    fill(store, "select 1", "select 2")
    assert run(["compare"]) == 1
    printed = capsys.readouterr().out
    assert printed.splitlines()[:2] == ["Before 1: POST /orders/7", "After 2: POST /orders/7"]
    assert "SQL\n  - select 1\n  + select 2\n" in printed
    assert "The same in both: " in printed


def test_two_that_are_named(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """In either order."""
    fill(store, "select 1", "select 2", "select 1")
    assert run(["compare", "3", "1"]) == 0
    assert "Before 1" in capsys.readouterr().out


def test_json_names_the_lines(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """Only those that differ."""
    fill(store, "select 1", "select 2")
    assert run(["compare", "2", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, SCHEMA)
    assert (found["before"], found["after"], found["differs"]) == (1, 2, True)
    (sql,) = (part for part in found["parts"] if part["part"] == "sql")
    assert sql["lines"] == [{"name": "", "change": "changed", "before": "select 1", "after": "select 2"}]


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ((), "The history is empty."),
        (("7",), "The history has no exchange 7."),
    ],
)
def test_what_is_not_there_is_explained(
    words: tuple[str, ...], cause: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a remedy, and without a traceback."""
    with pytest.raises(SystemExit) as ended:
        run(["compare", *words])
    assert ended.value.code == 2
    assert cause in capsys.readouterr().err


def test_the_only_request_of_its_kind_is_explained(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """There is none before it."""
    fill(store, "select 1")
    with pytest.raises(SystemExit):
        run(["compare"])
    assert "No earlier request of this app" in capsys.readouterr().err
