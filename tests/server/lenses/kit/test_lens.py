"""Tests of what all lenses share: the reason for an empty tab, and errors of a lens."""

from dataclasses import replace

import pytest

from server.lenses import view
from server.lenses.kit.blocks import Remark, Tone
from server.lenses.kit.lens import Lens, LensState
from server.lenses.registry import LENSES
from server.model.event import PROBE_FAULT
from server.model.exchange import ExchangeState, Loss, LossReason
from server.model.guest import SensorState
from tests.support.lenses import sample_events as s


@pytest.mark.parametrize("lens", [lens for lens in LENSES if lens.needs_flask], ids=lambda lens: lens.kind)
def test_an_empty_tab_has_a_reason(lens: Lens) -> None:
    """No event, not finished, no Flask, switched off and absent are told apart in words."""
    quiet = s.exchange(s.arrival())
    no_flask = replace(quiet, versions=s.BARE)
    absent = SensorState(name=lens.kind, state="absent", why="Jinja is not installed.")
    off = SensorState(name=lens.kind, state="off")
    assert lens.present(quiet).state is LensState.EMPTY
    assert lens.present(replace(quiet, state=ExchangeState.OPEN)).state is LensState.WAITING
    assert lens.present(no_flask).state is LensState.NO_FLASK
    assert lens.present(quiet, (off,)).state is LensState.OFF
    shown = lens.present(quiet, (absent,))
    assert shown.state is LensState.ABSENT
    assert "Jinja is not installed." in str(shown.blocks)


def test_an_event_that_was_lost_is_not_said_not_to_have_happened() -> None:
    """A fault of the probe, events left out, and events that did not arrive are each the reason instead."""
    quiet = s.exchange(s.arrival())
    too_long = s.event(PROBE_FAULT, {"sensor": "view", "problem": "too long", "lost": 1})
    failed = s.event(PROBE_FAULT, {"sensor": "view", "problem": "KeyError", "lost": 0})
    other = s.event(PROBE_FAULT, {"sensor": "log", "problem": "KeyError", "lost": 0})
    left_out = (Loss(reason=LossReason.STORE, kind="view", number=3),)
    for exchange, reason in (
        (quiet, "No view was seen to run."),
        (s.exchange(s.arrival(), other), "No view was seen to run."),
        (s.exchange(s.arrival(), too_long, lost_events=1), "its event was lost: `too long`."),
        (s.exchange(s.arrival(), failed), "the sensor failed: `KeyError`."),
        (replace(quiet, losses=left_out), "its events were left out"),
        (replace(quiet, lost_events=2), "some events of the exchange were lost"),
        (s.exchange(), "nor any other event of the request"),
    ):
        (remark,) = view.LENS.present(exchange).blocks
        assert isinstance(remark, Remark)
        assert reason in str(remark.sentence)


def test_an_error_of_a_lens_costs_only_its_tab() -> None:
    """The page is shown, and the tab says that it could not be read."""

    def broken(exchange: object) -> None:
        raise ZeroDivisionError

    shown = replace(view.LENS, show=broken).present(s.exchange())  # type: ignore[arg-type]  # broken on purpose
    assert (shown.state, shown.tone) == (LensState.UNREADABLE, Tone.WARNING)
