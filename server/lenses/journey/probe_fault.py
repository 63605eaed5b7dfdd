"""What the probe itself reports: a sensor that failed, events that were dropped."""

from server.lenses.kit.blocks import Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import Moment
from server.lenses.kit.sentences import say
from server.model.event import Event


def moment(event: Event) -> Moment:
    """A probe-fault event as the Journey shows it."""
    body = EventReader(event.body)
    lost = body.whole("lost")
    if lost:
        says = say(
            _("The probe dropped %(lost)d events of %(sensor)s: %(problem)s"), lost=lost, **_facts(body)
        )
    else:
        says = say(_("The sensor %(sensor)s failed and stayed quiet: %(problem)s"), **_facts(body))
    return Moment(says=says, tone=Tone.WARNING)


def _facts(body: EventReader) -> dict[str, str]:
    return {"sensor": body.text("sensor"), "problem": body.text("problem")}
