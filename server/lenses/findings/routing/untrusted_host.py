"""The host of the request is not among the trusted hosts of the app."""

import re
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, uncaught
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_MESSAGE: Final = re.compile(r"Host '(?P<host>[^']*)' is not trusted")


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in uncaught(exchange, "werkzeug.exceptions.SecurityError"):
        message = _MESSAGE.search(body.text("message"))
        if message is not None:
            host = message["host"].rpartition(":")[0] or message["host"]
            yield found(
                "untrusted-host",
                Severity.CAUSE,
                (event,),
                compose(
                    _("The host %(host)s is not in %(setting)s, so the request was refused."),
                    host=message["host"],
                    setting="TRUSTED_HOSTS",
                ),
                compose(
                    _("Add it to the list, at least while you develop: %(code)s."),
                    code=f'app.config["TRUSTED_HOSTS"] = [..., "{host}"]',
                ),
            )


RULE: Final = Rule(codes=("untrusted-host",), find=_find)
