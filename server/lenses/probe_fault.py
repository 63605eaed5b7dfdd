"""Faults of the probe in the Journey: a sensor that failed, events that were dropped. They have no tab."""

from typing import Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.sentence import compose
from server.model.event import Event


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    lost = body.whole("lost")
    if lost:
        wording = ngettext(
            "The probe dropped %(num)d event of %%(sensor)s: %%(problem)s",
            "The probe dropped %(num)d events of %%(sensor)s: %%(problem)s",
            lost,
        )
        sentence = compose(wording, **_facts(body))
    else:
        sentence = compose(_("The sensor %(sensor)s failed and stayed quiet: %(problem)s"), **_facts(body))
    return EventSummary(sentence=sentence, tone=Tone.WARNING)


def _facts(body: EventReader) -> dict[str, str]:
    return {"sensor": body.text("sensor"), "problem": body.text("problem")}


JOURNEY_ENTRY: Final = JourneyEntry(
    label=lazy_gettext("probe"),
    summarise=_summarise,
    stage=anywhere,
    contains=False,
    cuttable=False,
    fails_stage=False,
    explains=False,
)
