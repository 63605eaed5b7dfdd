"""A template was not found, or uses a name that it was not given."""

import re
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, uncaught
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_UNDEFINED: Final = re.compile(r"'(?P<name>\w+)' is undefined")


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in uncaught(exchange, "jinja2.exceptions.TemplateNotFound"):
        yield found(
            "template-not-found",
            Severity.CAUSE,
            (event,),
            compose(_("No loader of the app has a template %(name)s."), name=body.text("message")),
            compose(
                _("Put it into the folder %(folder)s beside the app or its blueprint, or correct the name."),
                folder="templates",
            ),
            lab="jinja",
        )
    for event, body in uncaught(exchange, "jinja2.exceptions.UndefinedError"):
        undefined = _UNDEFINED.fullmatch(body.text("message"))
        if undefined is not None:
            yield found(
                "template-name-undefined",
                Severity.CAUSE,
                (event,),
                compose(
                    _("The template uses %(name)s, which is undefined there."),
                    name=undefined["name"],
                ),
                compose(
                    _("Pass it: %(code)s. A function from a module must be passed as well."),
                    code=f"render_template(…, {undefined['name']}=…)",
                ),
                lab="template-context",
            )


RULE: Final = Rule(codes=("template-not-found", "template-name-undefined"), find=_find)
