"""A value inside the session was changed in place, so Flask did not save the session."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in readings(exchange, "session"):
        nested = body.texts("nested")
        if not body.flag("unsaved") or not nested:
            continue
        says = _(
            "The session was not saved: the value of %(key)s was changed in place, which Flask does not see."
        )
        remedy = _("Write %(code)s after the change, or assign a new value to the key.")
        yield found(
            "session-change-not-saved",
            Severity.CAUSE,
            (event,),
            compose(says, key=nested[0]),
            compose(remedy, code="session.modified = True"),
            lab="session",
        )


RULE: Final = Rule(codes=("session-change-not-saved",), find=_find)
