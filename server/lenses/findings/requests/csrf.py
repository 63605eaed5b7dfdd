"""A form or a request was refused for want of a valid CSRF token."""

import re
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose, plain
from server.model.exchange import Exchange

_EXCEPTION: Final = re.compile(r"\w+(Error|Exception): ")


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in readings(exchange, "form"):
        csrf = body.part("csrf")
        if csrf is None or csrf.text("state") != "failed":
            continue
        why = csrf.text("why").rstrip(".")
        if _EXCEPTION.match(why):
            continue  # the check itself failed, so nothing is known of the token
        says = (
            compose(_("The CSRF token was not accepted: %(why)s."), why=why)
            if why
            else plain(_("The CSRF token was not accepted."))
        )
        remedy = _(
            "Put %(code)s into the form; a script sends the token in the header %(header)s, together with "
            "the session cookie."
        )
        yield found(
            "csrf-refused",
            Severity.CAUSE,
            (event,),
            says,
            compose(remedy, code="{{ form.csrf_token }}", header="X-CSRFToken"),
            lab="forms",
        )
        return


RULE: Final = Rule(codes=("csrf-refused",), find=_find)
