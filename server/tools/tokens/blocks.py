"""Show what a token contains, what the app says about it, and what is weak."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from server.i18n import Lazy
from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Section, Text, Tone
from server.lenses.kit.formatting import size
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.tools.tokens.read import ReadToken
from server.tools.tokens.weaknesses import weaknesses_of

KINDS: Final[dict[str, Lazy]] = {
    "session": lazy_gettext("session of Flask"),
    "remember": lazy_gettext("cookie with which Flask-Login remembers a user"),
    "jwt": lazy_gettext("JSON Web Token"),
    "jwe": lazy_gettext("encrypted JSON Web Token"),
    "itsdangerous": lazy_gettext("ItsDangerous token"),
}


def blocks_of(token: ReadToken, answer: Mapping[str, Any] | None) -> tuple[Block, ...]:
    """Return everything that is known of a token; `answer` is None where the app could not be asked."""
    blocks: list[Block] = [] if answer is None else [_verdict(token, answer)]
    blocks += weaknesses_of(token, answer)
    rows = [
        Fact(label=_("Kind"), value=plain(str(KINDS[token.kind]))),
        Fact(label=_("Size"), value=plain(size(len(token.text.encode("utf-8", "replace"))))),
    ]
    if token.algorithm:
        rows.append(Fact(label=_("Algorithm"), value=fact(token.algorithm)))
    rows += [
        Fact(label=label, value=plain(_time(moment)))
        for label, moment in ((_("Signed"), token.signed_at), (_("Expires"), token.expires_at))
        if moment is not None
    ]
    blocks.append(Facts(rows=tuple(rows)))
    if token.header:
        blocks.append(Section(title=_("Header"), blocks=(Text(text=token.header, label=_("Header")),)))
    if token.payload:
        says = _("What it says")
        blocks.append(Section(title=says, blocks=(Text(text=token.payload, label=says),)))
    return tuple(blocks)


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _verdict(token: ReadToken, answer: Mapping[str, Any]) -> Remark:
    key = answer["key"]
    if key is None:
        return Remark(sentence=_refusal(token, answer), tone=Tone.NOTE if answer["reason"] else Tone.WARNING)
    if answer["expired"]:
        sentence = compose(
            _("The signature fits %(key)s, but the session has expired: the app opens an empty one."), key=key
        )
        return Remark(sentence=sentence, tone=Tone.WARNING)
    if answer["salt"]:
        sentence = compose(
            _("The signature fits %(key)s with the salt %(salt)s."), key=key, salt=answer["salt"]
        )
        return Remark(sentence=sentence, tone=Tone.GOOD)
    sentence = compose(_("The signature fits %(key)s."), key=key or _("a key of the app"))
    return Remark(sentence=sentence, tone=Tone.GOOD)


def _refusal(token: ReadToken, answer: Mapping[str, Any]) -> Sentence:
    match answer["reason"]:
        case "no-serializer":
            return compose(
                _("The app signs no sessions: %(name)s keeps them in another way, or there is no key."),
                name=answer["interface"],
            )
        case "no-flask-login":
            return compose(_("The app does not use Flask-Login, so nothing in it checks such a cookie."))
        case "not-hmac":
            return compose(
                _("Signatures by %(algorithm)s are not checked here, only those by HS256 to HS512."),
                algorithm=token.algorithm or "?",
            )
    if token.kind == "itsdangerous":
        return compose(_("No key of the app fits with the salts that were tried."))
    if token.kind == "session":
        return compose(_("No key of the app fits, so the app opens an empty session."))
    return compose(_("No key in the settings of the app fits."))
