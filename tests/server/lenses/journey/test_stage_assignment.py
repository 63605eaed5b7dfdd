"""Tests of the stages at which events are placed."""

import pytest

from server.lenses.journey.containment import event_trees
from server.lenses.journey.stage_assignment import by_stage, is_late, stage_of
from server.lenses.kit import stages
from server.lenses.kit.stages import Stage
from server.model.event import Event
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib


@pytest.mark.parametrize(
    ("event", "stage"),
    [
        (s.arrival(), stages.SOCKET),
        (s.closing(), stages.CLOSE),
        (s.match(), stages.ROUTING),
        (s.hook("before_request", "load", at=0.5), stages.BEFORE),
        (s.hook("errorhandler", "oops", at=0.5), stages.HANDLER),
        (s.hook("after_request", "add", at=0.5), stages.AFTER),
        (s.hook("teardown_request", "free", at=0.5), stages.TEARDOWN),
        (s.view(), stages.VIEW),
        (s.answer(), stages.ANSWER),
        (s.raised(where="response"), stages.ANSWER),
        (s.sent_cookies("session"), stages.SOCKET),
        (s.set_cookie(), stages.ANSWER),
        (lib.token(), stages.SOCKET),
        (lib.token(direction="out"), stages.ANSWER),
        (lib.job("succeeded"), stages.LATER),
    ],
)
def test_an_event_has_the_stage_of_its_kind_and_body(event: Event, stage: Stage) -> None:
    """Whatever the current stage is."""
    assert stage_of(event, stages.TEARDOWN) is stage


@pytest.mark.parametrize(
    "event",
    [
        s.log("hello"),
        s.hook("unknown_phase", "load", at=0.5),
        lib.token("checked"),
        lib.job("sent"),
        s.event("weather", {}),
        s.event("hook", {"phase": 7}),
        s.event("view", "no mapping"),  # type: ignore[arg-type]  # what a guest may send
    ],
)
def test_any_other_event_stays_at_the_current_stage(event: Event) -> None:
    """Unknown kinds and malformed bodies too."""
    assert stage_of(event, stages.AFTER) is stages.AFTER


def test_a_stage_that_is_passed_twice_comes_twice() -> None:
    """Events of one stage in a row form a group, which events without a stage join."""
    trees = event_trees(s.exchange(s.match(), s.log("a"), s.view(), s.match(at=4.5)).events)
    groups = [(stage.name, [tree.event.kind for tree in members]) for stage, members in by_stage(trees)]
    assert groups == [("routing", ["routing", "log"]), ("view", ["view"]), ("routing", ["routing"])]


def test_only_reports_of_workers_are_late() -> None:
    """Their times say nothing about how long the response took."""
    assert is_late(lib.job("started"))
    assert not is_late(lib.job("sent"))
    assert not is_late(s.event("job", {"state": 3}))
