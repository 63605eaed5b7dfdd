"""The session was changed in an app without a secret key."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, uncaught
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose, plain
from server.model.exchange import Exchange

_MESSAGE: Final = "The session is unavailable because no secret key was set."


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in uncaught(exchange, "RuntimeError"):
        if body.text("message").startswith(_MESSAGE):
            yield found(
                "session-without-secret-key",
                Severity.CAUSE,
                (event,),
                plain(
                    _("The session cannot be changed, because the app has no secret key to sign its cookie.")
                ),
                compose(
                    _("Set %(code)s from an environment variable before the first request."),
                    code='app.config["SECRET_KEY"]',
                ),
                lab="session",
            )


RULE: Final = Rule(codes=("session-without-secret-key",), find=_find)
