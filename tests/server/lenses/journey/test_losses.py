"""Tests of the sentences about missing events."""

from server.lenses.journey.losses import loss_sentences
from server.model.exchange import Loss, LossReason
from tests.support.lenses import sample_events as s


def test_each_reason_has_its_sentence_with_the_kinds() -> None:
    """The kind of which the most are missing comes first."""
    losses = (
        Loss(reason=LossReason.STORE, kind="log", number=1),
        Loss(reason=LossReason.STORE, kind="sql", number=900),
        Loss(reason=LossReason.GUEST, kind="output", number=1),
        Loss(reason=LossReason.HOST, kind="template", number=3),
        Loss(reason=LossReason.UNKNOWN, kind="", number=5),
    )
    assert loss_sentences(s.exchange(lost_events=2, losses=losses)) == (
        "2 events were lost on their way here.",
        "1 event was left out while the app ran, because one request had too many: output 1.",
        "3 events were left out, because the events of this exchange were too large: template 3.",
        "901 events are not stored, because the history keeps at most 50 KB of an exchange: sql 900, log 1.",
        "5 events are missing.",
    )


def test_nothing_is_said_of_a_whole_exchange() -> None:
    """So it is with almost all."""
    assert loss_sentences(s.exchange(s.view())) == ()
