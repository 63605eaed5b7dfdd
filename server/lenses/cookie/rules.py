"""The rules by which browsers reject a Set-Cookie header or treat it in unexpected ways (RFC 6265bis)."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from server.lenses.kit.blocks import Block, Remark, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import Sentence, compose, plain
from server.model.exchange import Exchange

# Name and value together, in bytes: RFC 6265bis, the storage model.
LONGEST: Final = 4096
_SECURE: Final = "Secure"


@dataclass(frozen=True, kw_only=True, slots=True)
class SetCookie:
    """A Set-Cookie header, and the host of the request that it answers; the host is empty if unknown.

    `size` is that of name and value in bytes, and the names of the attributes are in lower case.
    """

    name: str
    size: int
    attributes: Mapping[str, str]
    host: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection:
    """Why browsers reject a cookie; `code` is that of the finding."""

    code: str
    says: Sentence
    remedy: Sentence


def read_set_cookie(body: EventReader, exchange: Exchange | None) -> SetCookie:
    """Return the cookie of an event with the direction `set`."""
    try:
        host = "" if exchange is None else urlsplit(exchange.request.url).hostname or ""
    except ValueError:
        host = ""
    return SetCookie(
        name=body.text("name"),
        size=body.whole("pair_bytes") - 1,  # without the "="
        attributes={name.lower(): value or "" for name, value in body.attributes("attributes")},
        host=host.rstrip("."),
    )


def rejections(cookie: SetCookie) -> Iterator[Rejection]:
    """Yield each reason for which browsers reject a cookie."""
    for rule in _RULES:
        found = rule(cookie)
        if found is not None:
            yield found


def cookie_warnings(body: EventReader, exchange: Exchange | None) -> tuple[Block, ...]:
    """Return the warnings that apply to one cookie; those about the host need its exchange."""
    cookie = read_set_cookie(body, exchange)
    found = [Remark(sentence=one.says, tone=Tone.WARNING, remedy=one.remedy) for one in rejections(cookie)]
    if "samesite" not in cookie.attributes:
        wording = _(
            "No %(samesite)s: Chromium treats it as %(lax)s, Firefox and Safari send it across sites."
        )
        found.append(Remark(sentence=compose(wording, samesite="SameSite", lax="Lax"), tone=Tone.MUTED))
    if cookie.name == "session" and "httponly" not in cookie.attributes and not body.flag("deletes"):
        sentence = compose(
            _("%(name)s is missing: a script on the page can read the cookie."), name="HttpOnly"
        )
        found.append(Remark(sentence=sentence, tone=Tone.NOTE))
    return tuple(found)


def _too_large(cookie: SetCookie) -> Rejection | None:
    if cookie.size <= LONGEST:
        return None
    says = _(
        "Browsers ignore the cookie %(name)s: its name and value have %(size)d bytes together, and at most "
        "%(limit)d are allowed."
    )
    return Rejection(
        code="cookie-too-large",
        says=compose(says, name=cookie.name, size=cookie.size, limit=LONGEST),
        remedy=plain(_("Keep the data on the server, and only an id in the cookie.")),
    )


def _needs_secure(cookie: SetCookie) -> Rejection | None:
    attributes = cookie.attributes
    if _SECURE.lower() in attributes:
        return None
    if attributes.get("samesite", "").lower() == "none":
        code, attribute = "cookie-samesite-none", "SameSite=None"
    elif "partitioned" in attributes:
        code, attribute = "cookie-partitioned", "Partitioned"
    else:
        return None
    says = _("Browsers reject the cookie %(name)s: %(attribute)s is allowed only together with %(secure)s.")
    return Rejection(
        code=code,
        says=compose(says, name=cookie.name, attribute=attribute, secure=_SECURE),
        remedy=compose(_("Set the cookie with %(code)s, and serve the site over HTTPS."), code="secure=True"),
    )


def _prefix(cookie: SetCookie) -> Rejection | None:
    attributes, lowered = cookie.attributes, cookie.name.lower()
    if lowered.startswith(("__secure-", "__host-")) and _SECURE.lower() not in attributes:
        says = compose(
            _("Browsers reject the cookie %(name)s: its prefix demands the attribute %(attribute)s."),
            name=cookie.name,
            attribute=_SECURE,
        )
    elif lowered.startswith("__host-") and ("domain" in attributes or attributes.get("path") != "/"):
        says = compose(
            _("Browsers reject the cookie %(name)s: its prefix demands %(path)s and no %(domain)s."),
            name=cookie.name,
            path="Path=/",
            domain="Domain",
        )
    else:
        return None
    remedy = _("Set it with %(code)s and without a domain, or choose a name without the prefix.")
    return Rejection(code="cookie-prefix", says=says, remedy=compose(remedy, code='secure=True, path="/"'))


def _foreign_domain(cookie: SetCookie) -> Rejection | None:
    domain, host = cookie.attributes.get("domain", "").lstrip(".").lower(), cookie.host
    if not domain or not host or domain == host:
        return None
    if host.endswith(f".{domain}") and not _is_address(host):
        return None
    says = _("Browsers reject the cookie %(name)s: it is for %(domain)s, and the request went to %(host)s.")
    remedy = _("Leave the domain out, or open the app at that host. For the session, it is %(setting)s.")
    return Rejection(
        code="cookie-foreign-domain",
        says=compose(says, name=cookie.name, domain=domain, host=host),
        remedy=compose(remedy, setting="SESSION_COOKIE_DOMAIN"),
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


_RULES: Final[tuple[Callable[[SetCookie], Rejection | None], ...]] = (
    _too_large,
    _needs_secure,
    _prefix,
    _foreign_domain,
)
