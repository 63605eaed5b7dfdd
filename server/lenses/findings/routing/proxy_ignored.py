"""A proxy said that the visitor uses HTTPS, and the app built a URL with http."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange


def _find(exchange: Exchange) -> Iterator[Finding]:
    names = {name.lower(): value for name, value in exchange.request.headers}
    proto = names.get("x-forwarded-proto", "").rpartition(",")[2].strip()
    location = exchange.response.header("Location") if exchange.response is not None else None
    if proto != "https" or location is None:
        return
    hosts = (names.get("host", ""), names.get("x-forwarded-host", ""))
    url = urlsplit(location)
    event = exchange.first("response")
    if url.scheme != "http" or url.netloc not in hosts or event is None:
        return
    yield found(
        "proxy-headers-ignored",
        Severity.CAUSE,
        (event,),
        compose(
            _("The proxy said that the visitor uses HTTPS (%(header)s), and the app redirects to %(url)s."),
            header="X-Forwarded-Proto",
            url=location,
        ),
        compose(
            _("Have the app read the headers of one proxy: %(code)s."),
            code="app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)",
        ),
    )


RULE: Final = Rule(codes=("proxy-headers-ignored",), find=_find)
