"""Tests of findings as values."""

from dataclasses import replace

from server.lenses.findings.finding import Severity, found
from server.lenses.kit.blocks import Tone
from server.lenses.kit.sentence import compose, plain
from server.model.event import Caller
from tests.support.lenses import sample_events as s

EVENT = replace(s.match(), caller=Caller(file="/shop/app.py", line=7, function="cart"))


def test_the_place_is_where_the_first_event_was_caused() -> None:
    """Another place may be given; without any there is none."""
    texts = plain("It broke."), plain("Mend it.")
    finding = found("broken", Severity.CAUSE, (EVENT, s.match()), *texts)
    assert (str(finding.place), finding.events) == ("shop/app.py:7", (EVENT.seq, s.match().seq))
    assert str(found("broken", Severity.CAUSE, (EVENT,), *texts, at=("b.py", 2)).place) == "b.py:2"
    assert found("broken", Severity.CAUSE, (), *texts).place is None


def test_the_severity_decides_the_tone() -> None:
    """A cause is an error, a risk a warning."""
    tones = [found("broken", severity, (), plain(""), plain("")).tone for severity in Severity]
    assert tones == [Tone.ERROR, Tone.WARNING, Tone.NOTE]


def test_json_has_every_field() -> None:
    """Sentences are text, with facts between backticks."""
    second = replace(EVENT, seq=1)
    finding = found(
        "broken",
        Severity.RISK,
        (second,),
        compose("%(name)s broke.", name="cart"),
        plain("Mend it."),
        lab="hooks",
    )
    assert finding.as_json(s.exchange(s.arrival(), EVENT)) == {
        "code": "broken",
        "severity": "risk",
        "says": "`cart` broke.",
        "remedy": "Mend it.",
        "file": "/shop/app.py",
        "line": 7,
        "events": [1],
        "lab": "hooks",
    }
