"""Tests of faults of the probe in the Journey."""

from server.lenses.journey.journey import build_journey
from server.model.event import PROBE_FAULT
from tests.support.lenses import sample_events as s


def test_faults_of_the_probe_are_in_the_journey() -> None:
    """A failed sensor and dropped events are never hidden."""
    failed = s.event(PROBE_FAULT, {"sensor": "routing", "problem": "KeyError"})
    dropped = s.event(PROBE_FAULT, {"sensor": "log", "problem": "too many", "lost": 7})
    one = s.event(PROBE_FAULT, {"sensor": "routing", "problem": "too long", "lost": 1})
    journey = build_journey(s.exchange(failed, dropped, one, lost_events=2))
    assert journey.losses == ("2 events were lost on their way here.",)
    assert [str(node.sentence) for node in journey.nodes()] == [
        "The sensor `routing` failed and stayed quiet: `KeyError`",
        "The probe dropped 7 events of `log`: `too many`",
        "The probe dropped 1 event of `routing`: `too long`",
    ]
