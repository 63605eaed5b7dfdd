"""Tests that history files of every released schema version open, with everything in them."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.claim import Outcome
from server.model.guest import Target, TargetKind
from server.store import ExchangeFilter, Store
from server.store.migration import migrate
from server.store.records import ProjectSettings
from server.store.schema import MIGRATIONS
from tests.server.store.old_file import old_file
from tests.support.sample_exchanges import exchange

VERSIONS = range(1, len(MIGRATIONS) + 1)


@pytest.mark.hardness("old-store")
@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_of_any_version_opens_with_its_contents(version: int, path: Path) -> None:
    """Exchanges, the search in them, settings, recent apps, trust, predictions and verdicts are all there."""
    store = Store(old_file(version, path))
    assert store.problem is None
    stored = exchange(7)
    assert store.exchange(7) == replace(stored, events=(replace(stored.events[0], exchange=7),))
    assert [
        row.id for row in store.rows(ExchangeFilter(text="orders.show", method="POST", guest="guest1"))
    ] == [7]
    assert store.settings.get("language") == "sv"
    assert store.settings.get("handbook.here") == {"lab": "session", "anchor": "signed"}
    assert [recent.target.spec for recent in store.recent.list()] == ["shop/app.py"]
    assert store.trust.is_granted(Path("/home/ada/shop/app.py"))
    assert store.predictions.of("session") == {"encrypted": Outcome.HOLDS}
    verdict = store.verdicts.of("session")["encrypted"]
    assert (verdict.outcome, verdict.exchange_id, verdict.versions.flask) == (Outcome.FAILS, 7, "3.0.3")
    assert store.next_id() == 101
    store.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_results_are_kept_or_made_from_the_verdicts(version: int, path: Path) -> None:
    """Files from before there were results count the stored verdicts as results of our own interpreter."""
    store = Store(old_file(version, path))
    results = store.results.of("session")["encrypted"]
    expected = [("", "3.0.3", Outcome.FAILS), ("/usr/bin/python3", "2.2.5", Outcome.HOLDS)]
    found = [(result.interpreter, result.versions.flask, result.outcome) for result in results]
    assert found == (expected[:1] if version == 1 else expected)
    assert len(store.results.changes()) == (0 if version == 1 else 1)
    store.close()


def test_mail_is_kept(path: Path) -> None:
    """The message comes back as it was received."""
    store = Store(old_file(3, path))
    message = store.mail.get("4f2a")
    assert message is not None
    assert (message.exchange, message.recipients, message.seen) == (7, ("ada@mail.example",), False)
    assert message.source.endswith(b"Be there at nine.\r\n")
    store.close()


def test_the_exchanges_and_settings_of_a_project_are_kept(path: Path) -> None:
    """They are found again by the folder and the app."""
    store = Store(old_file(4, path))
    target = Target(kind=TargetKind.FILE, spec="a", root=Path("/home/ada"), app="shop/app.py", name="shop")
    assert store.projects.settings(target) == ProjectSettings(memory_mb=2048, port=5000)
    project = store.projects.of_guest("guest1")
    assert [row.id for row in store.rows(ExchangeFilter(project=project))] == [7]
    store.close()


def test_marks_and_numbers_of_statements_are_kept(path: Path) -> None:
    """In files of earlier versions the number is not known, and nothing is pinned."""
    store = Store(old_file(5, path))
    (row,) = store.rows()
    assert (row.sql_count, row.pinned, row.note, row.visitor) == (3, True, "the slow one", "ada")
    store.close()


def test_findings_are_kept(path: Path) -> None:
    """In files of earlier versions they are not known, and no filter for them shows an exchange."""
    store = Store(old_file(6, path))
    assert [row.findings for row in store.rows(ExchangeFilter(found=True))] == ["form-key-missing"]
    store.close()


def test_files_from_before_findings_have_none(path: Path) -> None:
    """An exchange of an earlier version is listed, but not among those with findings."""
    store = Store(old_file(5, path))
    assert [row.findings for row in store.rows()] == [None]
    assert store.rows(ExchangeFilter(found=True)) == ()
    store.close()


def test_an_older_file_has_no_marks(path: Path) -> None:
    """A filter by the number of statements leaves its exchanges out."""
    store = Store(old_file(4, path))
    (row,) = store.rows()
    assert (row.sql_count, row.pinned, row.note, row.visitor) == (None, False, "", "")
    assert store.rows(ExchangeFilter(sql_count=1)) == ()
    store.marks.note(7, "old")
    assert store.rows()[0].note == "old"
    store.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_migrations_never_change(version: int, path: Path) -> None:
    """The tables that the migrations create are those of the old file, to the letter."""

    def tables(connection: sqlite3.Connection) -> list[tuple[str, str]]:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [(name, " ".join(sql.split())) for name, sql in found]

    old = sqlite3.connect(old_file(version, path))
    new = sqlite3.connect(":memory:", isolation_level=None)
    migrate(new, MIGRATIONS[:version])
    assert tables(new) == tables(old)
    old.close()
    new.close()
