"""The view asked for JSON, and the request has none that can be read."""

import re
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, uncaught
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose, plain
from server.model.exchange import Exchange

_NOT_LOADED: Final = "Did not attempt to load JSON data because the request Content-Type was not"
_NOT_DECODED: Final = re.compile(r"Failed to decode JSON object: (?P<why>.*)")


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in uncaught(exchange, "werkzeug.exceptions.UnsupportedMediaType"):
        if _NOT_LOADED in body.text("message"):
            sent = exchange.request.body.content_type
            says = (
                compose(_("The view reads JSON, and the request says that its body is %(type)s."), type=sent)
                if sent
                else compose(
                    _("The view reads JSON, and the request has no %(header)s."), header="Content-Type"
                )
            )
            yield found(
                "json-without-its-type",
                Severity.CAUSE,
                (event,),
                says,
                compose(
                    _("Send the header %(header)s, or read a form with %(code)s."),
                    header="Content-Type: application/json",
                    code="request.form",
                ),
                lab="request",
            )
    for event, body in uncaught(exchange, "werkzeug.exceptions.BadRequest"):
        cause = body.part("cause")
        why = _NOT_DECODED.search(
            f"{body.text('message')} {cause.text('message') if cause is not None else ''}"
        )
        if why is not None:
            yield found(
                "json-not-valid",
                Severity.CAUSE,
                (event,),
                compose(_("The body is not valid JSON: %(why)s."), why=why["why"].strip().rstrip(".")),
                plain(_("Send what a JSON library writes: names and texts stand between double quotes.")),
                lab="request",
            )


RULE: Final = Rule(codes=("json-without-its-type", "json-not-valid"), find=_find)
