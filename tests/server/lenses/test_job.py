"""Tests of the jobs lens."""

import pytest

from server.lenses import job
from server.lenses.journey.journey import build_journey
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


def test_a_job_is_followed_to_its_end() -> None:
    """One fold for each task with all its reports; the newest state is its title."""
    exchange = s.exchange(
        lib.job(),
        lib.job("started", at=900.0, took=None),
        lib.job("retried", at=910.0, problem="ValueError: burnt", retries=1),
        lib.job("succeeded", at=950.0, took=40.0, result=s.value("3 loaves")),
        lib.job(task="other"),
    )
    found = lines(job.LENS, exchange)
    assert any(line.startswith("bakery.bake: succeeded") for line in found)
    assert any(line.startswith("bakery.bake: sent") for line in found)
    assert "Result: 3 loaves" in found
    assert any("It waits in the queue" in line for line in found)
    assert job.LENS.present(exchange).count == 2


@pytest.mark.parametrize("state", ["unsent", "failed", "lost", "refused", "eager"])
def test_every_end_of_a_job_has_its_sentence(state: str) -> None:
    """Each gives the reason."""
    summary = job.LENS.journey.summarise(lib.job(state, problem="E: x", retries=2, worker="celery@oven"))
    assert "`bakery.bake`" in str(summary.sentence)
    assert summary.tone >= Tone.WARNING


def test_reports_of_workers_have_their_own_stage_and_do_not_stretch_the_scale() -> None:
    """After a task of ten seconds the milliseconds of the request are still readable."""
    exchange = s.exchange(
        s.arrival(), s.view(), lib.job(), s.answer(), s.closing(), lib.job("succeeded", at=10_000.0, took=9.0)
    )
    journey = build_journey(exchange)
    assert [stop.name for stop in journey.stages][-1] == "later"
    assert journey.total == "5.00 ms"
