"""Warnings about Set-Cookie headers that browsers treat in unexpected ways (RFC 6265bis)."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from server.lenses.kit.blocks import Block, Remark, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose, plain
from server.model.exchange import Exchange

Attributes = Mapping[str, str | None]


def cookie_warnings(body: EventReader, exchange: Exchange | None) -> tuple[Block, ...]:
    """Return the warnings that apply to one cookie; those about the host need its exchange."""
    attributes = {name.lower(): value for name, value in body.attributes("attributes")}
    found = [rule(body.text("name"), attributes) for rule in _RULES]
    if exchange is not None:
        found.append(_foreign_domain(attributes, exchange))
    if body.text("name") == "session" and "httponly" not in attributes and not body.flag("deletes"):
        sentence = compose(
            _("%(name)s is missing: a script on the page can read the cookie."), name="HttpOnly"
        )
        found.append(Remark(sentence=sentence, tone=Tone.NOTE))
    return tuple(remark for remark in found if remark is not None)


def _none_needs_secure(name: str, attributes: Attributes) -> Remark | None:
    if (attributes.get("samesite") or "").lower() != "none" or "secure" in attributes:
        return None
    sentence = compose(
        _("%(none)s without %(secure)s: browsers refuse this cookie."), none="SameSite=None", secure="Secure"
    )
    remedy = compose(_("Add %(secure)s, or use %(lax)s."), secure="Secure", lax="SameSite=Lax")
    return Remark(sentence=sentence, tone=Tone.WARNING, remedy=remedy)


def _partitioned_needs_secure(name: str, attributes: Attributes) -> Remark | None:
    if "partitioned" not in attributes or "secure" in attributes:
        return None
    sentence = compose(
        _("%(partitioned)s without %(secure)s: browsers refuse this cookie."),
        partitioned="Partitioned",
        secure="Secure",
    )
    return Remark(sentence=sentence, tone=Tone.WARNING, remedy=compose(_("Add %(secure)s."), secure="Secure"))


def _prefix(name: str, attributes: Attributes) -> Remark | None:
    lowered = name.lower()
    if lowered.startswith("__secure-") and "secure" not in attributes:
        sentence = compose(
            _("The prefix of %(name)s demands %(secure)s: browsers refuse it without."),
            name=name,
            secure="Secure",
        )
        return Remark(sentence=sentence, tone=Tone.WARNING)
    whole = "secure" in attributes and "domain" not in attributes and attributes.get("path") == "/"
    if lowered.startswith("__host-") and not whole:
        wording = _("The prefix of %(name)s demands %(secure)s, %(path)s and no %(domain)s, or is refused.")
        sentence = compose(wording, name=name, secure="Secure", path="Path=/", domain="Domain")
        return Remark(sentence=sentence, tone=Tone.WARNING)
    return None


def _no_same_site(name: str, attributes: Attributes) -> Remark | None:
    if "samesite" in attributes:
        return None
    wording = _("No %(samesite)s: Chromium treats it as %(lax)s, Firefox and Safari send it across sites.")
    return Remark(sentence=compose(wording, samesite="SameSite", lax="Lax"), tone=Tone.MUTED)


def _foreign_domain(attributes: Attributes, exchange: Exchange) -> Remark | None:
    domain = (attributes.get("domain") or "").lstrip(".").lower()
    try:
        host = (urlsplit(exchange.request.url).hostname or "").lower()
    except ValueError:
        return None
    if not domain or not host or host == domain or host.endswith("." + domain):
        return None
    wording = _("The request went to %(host)s, which is not in %(domain)s: browsers refuse this cookie.")
    return Remark(
        sentence=compose(wording, host=host, domain=domain),
        tone=Tone.WARNING,
        remedy=plain(_("Leave Domain out.")),
    )


_RULES: tuple[Callable[[str, Attributes], Remark | None], ...] = (
    _none_needs_secure,
    _partitioned_needs_secure,
    _prefix,
    _no_same_site,
)
