"""What browsers do with a Set-Cookie header that its author may not expect (RFC 6265bis)."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from server.lenses.kit.blocks import Block, Remark, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentences import plain, say
from server.model.exchange import Exchange

Attributes = Mapping[str, str | None]


def judge(body: EventReader, exchange: Exchange | None) -> tuple[Block, ...]:
    """The warnings that are true of one cookie; without its exchange, none about the host."""
    attributes = {name.lower(): value for name, value in body.attributes("attributes")}
    found = [rule(body.text("name"), attributes) for rule in _RULES]
    if exchange is not None:
        found.append(_foreign_domain(attributes, exchange))
    if body.text("name") == "session" and "httponly" not in attributes and not body.flag("deletes"):
        says = say(_("%(name)s is missing: a script on the page can read the session."), name="HttpOnly")
        found.append(Remark(says=says, tone=Tone.NOTE))
    return tuple(remark for remark in found if remark is not None)


def _none_needs_secure(name: str, attributes: Attributes) -> Remark | None:
    if (attributes.get("samesite") or "").lower() != "none" or "secure" in attributes:
        return None
    says = say(
        _("%(none)s without %(secure)s: browsers refuse this cookie."), none="SameSite=None", secure="Secure"
    )
    remedy = say(_("Add %(secure)s, or use %(lax)s."), secure="Secure", lax="SameSite=Lax")
    return Remark(says=says, tone=Tone.WARNING, remedy=remedy)


def _partitioned_needs_secure(name: str, attributes: Attributes) -> Remark | None:
    if "partitioned" not in attributes or "secure" in attributes:
        return None
    says = say(
        _("%(partitioned)s without %(secure)s: browsers refuse this cookie."),
        partitioned="Partitioned",
        secure="Secure",
    )
    return Remark(says=says, tone=Tone.WARNING, remedy=say(_("Add %(secure)s."), secure="Secure"))


def _prefix(name: str, attributes: Attributes) -> Remark | None:
    lowered = name.lower()
    if lowered.startswith("__secure-") and "secure" not in attributes:
        says = say(
            _("The prefix of %(name)s demands %(secure)s: browsers refuse it without."),
            name=name,
            secure="Secure",
        )
        return Remark(says=says, tone=Tone.WARNING)
    whole = "secure" in attributes and "domain" not in attributes and attributes.get("path") == "/"
    if lowered.startswith("__host-") and not whole:
        wording = _("The prefix of %(name)s demands %(secure)s, %(path)s and no %(domain)s, or is refused.")
        says = say(wording, name=name, secure="Secure", path="Path=/", domain="Domain")
        return Remark(says=says, tone=Tone.WARNING)
    return None


def _no_same_site(name: str, attributes: Attributes) -> Remark | None:
    if "samesite" in attributes:
        return None
    wording = _("No %(samesite)s: Chromium treats it as %(lax)s, Firefox and Safari send it across sites.")
    return Remark(says=say(wording, samesite="SameSite", lax="Lax"), tone=Tone.MUTED)


def _foreign_domain(attributes: Attributes, exchange: Exchange) -> Remark | None:
    domain = (attributes.get("domain") or "").lstrip(".").lower()
    try:
        host = (urlsplit(exchange.request.url).hostname or "").lower()
    except ValueError:
        return None
    if not domain or not host or host == domain or host.endswith("." + domain):
        return None
    wording = _(
        "The request went to %(host)s, which does not lie in %(domain)s: browsers refuse this cookie."
    )
    return Remark(
        says=say(wording, host=host, domain=domain), tone=Tone.WARNING, remedy=plain(_("Leave Domain out."))
    )


_RULES: tuple[Callable[[str, Attributes], Remark | None], ...] = (
    _none_needs_secure,
    _partitioned_needs_secure,
    _prefix,
    _no_same_site,
)
