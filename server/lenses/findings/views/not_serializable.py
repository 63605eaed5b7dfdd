"""An object inside of what is to be sent as JSON has no form in JSON."""

import re
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, uncaught
from server.lenses.kit.flask_facts import flask_facts
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_MESSAGE: Final = re.compile(r"Object of type (?P<type>\S+) is not JSON serializable")


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in uncaught(exchange, "TypeError"):
        message = _MESSAGE.match(body.text("message"))
        if message is None:
            continue
        views = [view for _event, view in flask_facts(exchange).views]
        at = (views[0].text("file"), views[0].whole("line")) if views and event.caller is None else None
        yield found(
            "not-json-serializable",
            Severity.CAUSE,
            (event,),
            compose(_("An object of type %(type)s has no form in JSON."), type=message["type"]),
            compose(
                _("Make it a text, a number, a list or a dict first, such as with %(code)s."),
                code="str()",
            ),
            at=at,
            lab="responses",
        )


RULE: Final = Rule(codes=("not-json-serializable",), find=_find)
