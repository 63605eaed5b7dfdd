"""Name what is weak about a token: only what the token, or the key that fits it, proves."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from server.lenses.kit.blocks import Remark, Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.runner.redaction.names import is_secret
from server.tools.tokens.guess import known_key
from server.tools.tokens.read import ReadToken

Answer = Mapping[str, Any] | None
Weakness = Callable[[ReadToken, Answer], Remark | None]

SHORT_BYTES: Final = 16
HS_BYTES: Final = {"HS256": 32, "HS384": 48, "HS512": 64}
YEAR_SECONDS: Final = 366 * 86_400
LOOKED_AT: Final = 1_000


def unsigned(token: ReadToken, answer: Answer) -> Remark | None:
    """The header says that there is no signature."""
    if token.kind != "jwt" or token.algorithm.lower() != "none":
        return None
    return _error(_("Its algorithm is none: it is not signed, so anybody can have written it."))


def printed_key(token: ReadToken, answer: Answer) -> Remark | None:
    """The key can be read in tutorials."""
    key = known_key(token)
    if key is None:
        return None
    sentence = compose(
        _("It is signed with the key %(key)s, which tutorials print: anybody can sign another one."), key=key
    )
    return Remark(sentence=sentence, tone=Tone.ERROR)


def public_key(token: ReadToken, answer: Answer) -> Remark | None:
    """The key of the HMAC is one that everybody may have."""
    if answer is None or not answer["key"] or not (answer["public"] or answer["key"] == "JWT_PUBLIC_KEY"):
        return None
    sentence = compose(
        _("It is signed by %(algorithm)s with the public key %(name)s, so anybody can sign another one."),
        algorithm=token.algorithm or "HMAC",
        name=answer["key"],
    )
    return Remark(sentence=sentence, tone=Tone.ERROR)


def short_key(token: ReadToken, answer: Answer) -> Remark | None:
    """The key can be found by trying."""
    length = answer["length"] if answer is not None else None
    needed = HS_BYTES.get(token.algorithm, SHORT_BYTES)
    if answer is None or not length or length >= needed:
        return None
    sentence = compose(
        _("The key %(name)s has %(number)d bytes, and should have at least %(needed)d."),
        name=answer["key"],
        number=length,
        needed=needed,
    )
    return Remark(sentence=sentence, tone=Tone.WARNING)


def without_end(token: ReadToken, answer: Answer) -> Remark | None:
    """Nothing in the token ends it."""
    if token.kind == "remember":
        return _warning(_("It contains no time: it is accepted until the key or the user's id changes."))
    if token.kind == "jwt" and token.expires_at is None:
        return _warning(_("It has no claim exp, so by itself it is valid for ever."))
    if token.kind == "itsdangerous" and token.signed_at is None:
        return _warning(_("It contains no time of signing, so no age can be checked."))
    return None


def long_life(token: ReadToken, answer: Answer) -> Remark | None:
    """The token is valid for years."""
    if token.expires_at is None or token.signed_at is None:
        return None
    days = (token.expires_at - token.signed_at).total_seconds() / 86_400
    if days * 86_400 <= YEAR_SECONDS:
        return None
    sentence = compose(_("It is valid for %(number)d days after it was signed."), number=round(days))
    return Remark(sentence=sentence, tone=Tone.WARNING)


def readable_secret(token: ReadToken, answer: Answer) -> Remark | None:
    """A name in the readable payload is that of a secret."""
    names = [name for name in _names(token.claims) if is_secret(name) and name not in ("csrf_token",)]
    if not names:
        return None
    sentence = compose(
        _("%(name)s can be read without a key: the token is signed, not encrypted."), name=names[0]
    )
    return Remark(sentence=sentence, tone=Tone.WARNING)


def old_key(token: ReadToken, answer: Answer) -> Remark | None:
    """A key that was replaced still counts."""
    key = str(answer["key"] or "") if answer is not None else ""
    if answer is None or token.kind != "session" or not key.startswith("SECRET_KEY_FALLBACKS"):
        return None
    sentence = compose(
        _("It is signed with an old key, %(name)s, which is still accepted."), name=answer["key"]
    )
    return Remark(sentence=sentence, tone=Tone.NOTE)


WEAKNESSES: Final[tuple[Weakness, ...]] = (
    unsigned,
    printed_key,
    public_key,
    short_key,
    without_end,
    long_life,
    readable_secret,
    old_key,
)


def weaknesses_of(token: ReadToken, answer: Answer) -> tuple[Remark, ...]:
    """Return what is weak, the gravest first; `answer` is what the app says about the token, if anything."""
    found = [remark for weakness in WEAKNESSES if (remark := weakness(token, answer)) is not None]
    return tuple(sorted(found, key=lambda remark: -remark.tone))


def _names(value: Any) -> list[str]:
    """Return the names in a payload, as far as it is looked at."""
    found: list[str] = []
    waiting, left = [value], LOOKED_AT
    while waiting and left:
        left -= 1
        current = waiting.pop()
        if isinstance(current, dict):
            found += current
            waiting += current.values()
        elif isinstance(current, list):
            waiting += current
    return found


def _error(text: str) -> Remark:
    return Remark(sentence=compose(text), tone=Tone.ERROR)


def _warning(text: str) -> Remark:
    return Remark(sentence=compose(text), tone=Tone.WARNING)
