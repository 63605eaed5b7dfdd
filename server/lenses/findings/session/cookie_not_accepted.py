"""The session cookie of the request was not accepted, so Flask began an empty session."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose, plain
from server.model.exchange import Exchange

_FLASKS_OWN: Final = "SecureCookieSessionInterface"


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in readings(exchange, "session"):
        came = body.flag("available") and not body.flag("new") and body.text("interface") == _FLASKS_OWN
        # A session that is emptied deletes its cookie, so one that came and was accepted has content.
        if not came or body.values("before") or not body.flag("accessed"):
            continue
        yield found(
            "session-cookie-not-accepted",
            Severity.CAUSE,
            (event,),
            plain(
                _(
                    "A session cookie came and was not accepted: no key of this app has signed it, or it has "
                    "expired. So the session is empty."
                )
            ),
            compose(
                _(
                    "Keep %(setting)s the same across starts and processes. Apps at other ports of this host "
                    "share its cookies: give this one a name of its own with %(name)s."
                ),
                setting="SECRET_KEY",
                name="SESSION_COOKIE_NAME",
            ),
            lab="session",
        )


RULE: Final = Rule(codes=("session-cookie-not-accepted",), find=_find)
