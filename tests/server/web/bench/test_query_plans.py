"""Tests of which databases are asked for query plans."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.runner.plans.sqlite_plans import PlanStep, QueryPlan
from server.web.bench import query_plans
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.lenses import sample_events as s
from tests.support.workbench_client import WorkbenchClient

SCAN = QueryPlan(steps=(PlanStep(id=2, parent=0, text="SCAN book"),))


def test_few_files_are_asked_and_each_once(
    workbench: WorkbenchClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All statements of an exchange are one question, for the interpreter of the app."""
    asked: list[tuple[str, int]] = []

    def plans_in(file: str, statements: Any, python: Path | None) -> tuple[QueryPlan, ...]:
        asked.append((file, len(statements)))
        return (SCAN,) * len(statements)

    monkeypatch.setattr(query_plans, "plans_in", plans_in)
    guest: FakeGuest = workbench.open_guest()
    guest.answers["databases"] = {"files": [f"/data/{number}.db" for number in range(9)], "memory": False}
    exchange = replace(make_exchange(), events=(s.sql("SELECT 1"), s.sql("SELECT 2")))
    blocks = query_plans.blocks_of(exchange, guest)  # type: ignore[arg-type]  # it answers as a guest does
    assert asked == [(f"/data/{number}.db", 2) for number in range(4)]
    assert isinstance(blocks, tuple)
    assert len(blocks) == 3
