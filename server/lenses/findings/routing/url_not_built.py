"""`url_for` was given an endpoint that does not exist, or too few values for its rule."""

import re
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, own_line, uncaught
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose, plain
from server.model.exchange import Exchange

_ENDPOINT: Final = re.compile(r"Could not build url for endpoint '(?P<endpoint>[^']*)'")
_SIMILAR: Final = re.compile(r"Did you mean '(?P<endpoint>[^']*)' instead\?")
_MISSING: Final = re.compile(r"Did you forget to specify values \[(?P<names>[^\]]*)\]\?")


def _find(exchange: Exchange) -> Iterator[Finding]:
    texts = [body.text("raised") for kind in ("view", "hook") for _event, body in readings(exchange, kind)]
    for event, body in uncaught(exchange, "werkzeug.routing.exceptions.BuildError"):
        text = next((text for text in (*texts, body.text("message")) if _ENDPOINT.search(text)), "")
        endpoint, similar, missing = (pattern.search(text) for pattern in (_ENDPOINT, _SIMILAR, _MISSING))
        if endpoint is None:
            continue
        name = endpoint["endpoint"]
        line = own_line(body)
        if missing is not None:
            code = "url-values-missing"
            says = compose(
                _("%(function)s got no value for %(names)s, which the rule of %(endpoint)s needs."),
                function="url_for",
                names=missing["names"].replace("'", ""),
                endpoint=name,
            )
            remedy = plain(_("Pass each of them by its name."))
        else:
            code = "unknown-endpoint"
            says = compose(_("There is no endpoint %(endpoint)s."), endpoint=name)
            remedy = (
                plain(_("Use the name of the view function, in a blueprint after its name and a dot."))
                if similar is None
                else compose(_("The most similar endpoint is %(endpoint)s."), endpoint=similar["endpoint"])
            )
        place = None if line is None else line[:2]
        yield found(code, Severity.CAUSE, (event,), says, remedy, at=place, lab="url-for")


RULE: Final = Rule(codes=("unknown-endpoint", "url-values-missing"), find=_find)
