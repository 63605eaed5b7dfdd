"""A cookie that breaks one of the rules by which browsers keep cookies."""

from collections.abc import Iterator
from typing import Final

from server.lenses.cookie.rules import read_set_cookie, rejections
from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.lens import readings
from server.model.exchange import Exchange


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in readings(exchange, "cookie"):
        if body.text("direction") == "set" and not body.flag("deletes"):
            for one in rejections(read_set_cookie(body, exchange)):
                yield found(one.code, Severity.CAUSE, (event,), one.says, one.remedy, lab="cookies")


RULE: Final = Rule(
    codes=(
        "cookie-too-large",
        "cookie-samesite-none",
        "cookie-partitioned",
        "cookie-prefix",
        "cookie-foreign-domain",
    ),
    find=_find,
)
