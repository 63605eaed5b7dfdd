"""The response redirects to the URL that was requested, so a browser goes round in a circle."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose, plain
from server.model.exchange import Exchange

_REDIRECTS: Final = (301, 302, 303, 307, 308)


def _find(exchange: Exchange) -> Iterator[Finding]:
    response, request = exchange.response, exchange.request
    if response is None or response.status not in _REDIRECTS or request.method not in ("GET", "HEAD"):
        return
    location = response.header("Location")
    # A redirect that sets a cookie may end at the second try.
    if not location or response.header("Set-Cookie") is not None:
        return
    if urljoin(request.url, location).partition("#")[0] == request.url.partition("#")[0]:
        event = exchange.first("response")
        yield found(
            "redirect-to-itself",
            Severity.CAUSE,
            () if event is None else (event,),
            compose(_("The response redirects to the URL that was requested, %(url)s."), url=location),
            plain(
                _(
                    "Redirect to another page. Often a hook or a login check sends every visitor to a page "
                    "that it guards as well."
                )
            ),
            lab="redirects",
        )


RULE: Final = Rule(codes=("redirect-to-itself",), find=_find)
