"""Something of Flask was used outside of the context that it needs."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, uncaught
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_APP: Final = "Working outside of application context"
_REQUEST: Final = "Working outside of request context"


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in uncaught(exchange, "RuntimeError"):
        message = body.text("message")
        if message.startswith(_APP):
            yield found(
                "outside-app-context",
                Severity.CAUSE,
                (event,),
                compose(_("The code needs an app context, and there is none where it runs.")),
                compose(_("Run it inside %(code)s."), code="with app.app_context():"),
                lab="contexts",
            )
        elif message.startswith(_REQUEST):
            yield found(
                "outside-request-context",
                Severity.CAUSE,
                (event,),
                compose(_("The code needs the request, and there is none where it runs.")),
                compose(
                    _("Read it in the view, and pass the values on; wrap a generator in %(code)s."),
                    code="stream_with_context()",
                ),
                lab="contexts",
            )


RULE: Final = Rule(codes=("outside-app-context", "outside-request-context"), find=_find)
