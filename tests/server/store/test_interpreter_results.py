"""Tests of the results on each interpreter, and of their changes."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.claim import Outcome, Verdict
from server.model.versions import Versions
from server.store import Store
from server.store.migration import migrate
from server.store.schema import MIGRATIONS

FLASK_30 = Versions(python="3.12.1", flask="3.0.3", werkzeug="3.0.6", server="waitress 3.0.2")
FLASK_31 = replace(FLASK_30, flask="3.1.0", werkzeug="3.1.3")
HOLDS = Verdict(
    lab="session",
    claim="signed",
    outcome=Outcome.HOLDS,
    reason="It was seen.",
    expected=Outcome.HOLDS,
    versions=FLASK_30,
    took=4.0,
    decided_at=100.0,
)
FAILS = replace(HOLDS, outcome=Outcome.FAILS, versions=FLASK_31, decided_at=200.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open a store."""
    opened = Store(tmp_path / "a.sqlite3")
    yield opened
    opened.close()


def test_each_interpreter_and_its_versions_keep_their_last_outcome(store: Store) -> None:
    """The newest verdict replaces the previous one on the same interpreter and versions."""
    store.results.add(replace(HOLDS, reason="Older."))
    store.results.add(replace(HOLDS, decided_at=150.0))
    store.results.add(FAILS)
    store.results.add(HOLDS, "/usr/bin/python3")
    trials = store.results.of("session")["signed"]
    assert [(trial.interpreter, trial.versions.flask, trial.outcome) for trial in trials] == [
        ("", "3.1.0", Outcome.FAILS),
        ("", "3.0.3", Outcome.HOLDS),
        ("/usr/bin/python3", "3.0.3", Outcome.HOLDS),
    ]
    assert trials[1].reason == "It was seen."
    assert store.results.of("other") == {}
    assert store.results.interpreter_paths() == ("/usr/bin/python3",)


def test_another_outcome_is_a_change_until_it_is_acknowledged(store: Store) -> None:
    """It says what the outcome was on which versions, also after a restart."""
    assert store.results.add(HOLDS) is None
    change = store.results.add(FAILS)
    assert change is not None
    assert (change.was, change.was_on.flask) == (Outcome.HOLDS, "3.0.3")
    assert (change.now, change.now_on.flask) == (Outcome.FAILS, "3.1.0")
    assert store.results.add(replace(FAILS, decided_at=300.0)) is None
    (kept,) = store.results.changes()
    assert (kept.was, kept.was_on.flask, kept.now) == (Outcome.HOLDS, "3.0.3", Outcome.FAILS)
    assert store.results.changes("other") == ()
    store.results.acknowledge("session", "signed")
    assert store.results.changes("session") == ()


def test_a_claim_with_a_new_expectation_has_not_changed(store: Store) -> None:
    """On the same versions the handbook expects another outcome: the claim is new, not its outcome."""
    store.results.add(HOLDS)
    store.results.add(replace(HOLDS, outcome=Outcome.FAILS, decided_at=150.0))
    turned = replace(HOLDS, outcome=Outcome.HOLDS, expected=Outcome.FAILS, decided_at=200.0)
    assert store.results.add(turned) is None
    assert store.results.changes() == ()
    assert store.results.of("session")["signed"][0].outcome is Outcome.HOLDS


def test_interpreters_change_independently(store: Store) -> None:
    """Another outcome on another interpreter is a difference of versions, not a change."""
    store.results.add(HOLDS)
    assert store.results.add(FAILS, "/opt/python") is None
    assert store.results.changes() == ()


def test_a_return_to_the_old_outcome_is_no_change(store: Store) -> None:
    """The change that was not acknowledged yet is removed."""
    store.results.add(HOLDS)
    store.results.add(FAILS)
    assert store.results.add(replace(HOLDS, decided_at=300.0)) is None
    assert store.results.changes() == ()


def test_an_undecided_verdict_changes_and_replaces_nothing(store: Store) -> None:
    """The last decided outcome stays."""
    store.results.add(HOLDS)
    undecided = replace(HOLDS, outcome=Outcome.UNDECIDED, decided_at=200.0, remedy="Install it.")
    assert store.results.add(undecided) is None
    assert [trial.outcome for trial in store.results.of("session")["signed"]] == [Outcome.HOLDS]
    change = store.results.add(replace(FAILS, versions=FLASK_30, decided_at=300.0))
    assert change is not None
    store.results.add(replace(undecided, claim="other"))
    assert store.results.of("session")["other"][0].remedy == "Install it."


def test_a_lab_that_did_not_start_is_not_stored(store: Store) -> None:
    """Its versions are unknown."""
    store.results.add(replace(HOLDS, outcome=Outcome.UNDECIDED, versions=Versions()))
    assert store.results.of("session") == {}


def test_the_time_of_a_lab_is_that_of_its_claims(store: Store) -> None:
    """The sum of its claims, each at its slowest, in seconds."""
    store.results.add(replace(HOLDS, took=1500.0))
    store.results.add(replace(HOLDS, took=500.0), "/opt/python")
    store.results.add(replace(HOLDS, claim="other", took=500.0))
    assert store.results.seconds_by_lab() == {"session": 2.0}


def test_verdicts_of_an_old_file_count_as_previous_results(tmp_path: Path) -> None:
    """A file from before there were results is migrated with its verdicts."""
    path = tmp_path / "old.sqlite3"
    with sqlite3.connect(path, isolation_level=None) as connection:
        migrate(connection, MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO verdicts VALUES ('session', 'signed', NULL, ?)",
            (
                '{"outcome": "holds", "reason": "Seen.", "remedy": null, "expected": "holds", "took": 3.0,'
                ' "decided_at": 50.0, "versions": {"python": "3.12.1", "flask": "3.0.3", "werkzeug": null,'
                ' "server": null}}',
            ),
        )
    connection.close()
    store = Store(path)
    try:
        change = store.results.add(FAILS)
        assert change is not None
        assert (change.was, change.was_on.flask, change.was_on.werkzeug) == (Outcome.HOLDS, "3.0.3", None)
    finally:
        store.close()
