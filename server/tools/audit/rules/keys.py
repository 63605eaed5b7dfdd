"""Rules about the keys with which an app signs."""

from typing import Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import SettingFinding

# RFC 7518, section 3.2: a key for HS256 has at least the length of the hash.
HS256_BYTES: Final = 32
SHORT_BYTES: Final = 16
FROM_ENVIRONMENT: Final = 'app.config["{name}"] = os.environ["{name}"]'


def secret_key_missing(facts: SettingFacts) -> SettingFinding | None:
    """The session is used, and there is nothing to sign it with."""
    place = facts.use("session")
    if place is None or not facts.signs_sessions:
        return None
    if facts.answer["secrets"]["SECRET_KEY"]["set"] and facts.length("SECRET_KEY") != 0:
        return None
    wording = _("%(place)s uses the session, and there is no SECRET_KEY: writing to the session fails.")
    return SettingFinding(
        setting="SECRET_KEY",
        cause=compose(wording, place=place),
        line=FROM_ENVIRONMENT.format(name="SECRET_KEY"),
        tone=Tone.ERROR,
    )


def secret_key_printed(facts: SettingFacts) -> SettingFinding | None:
    """The key is one that can be read in tutorials."""
    return _printed(facts, "SECRET_KEY")


def jwt_key_printed(facts: SettingFacts) -> SettingFinding | None:
    """The key of JSON Web Tokens is one that can be read in tutorials."""
    return _printed(facts, "JWT_SECRET_KEY")


def secret_key_short(facts: SettingFacts) -> SettingFinding | None:
    """The key is so short that it can be found by trying."""
    length = facts.length("SECRET_KEY")
    if not length or length >= SHORT_BYTES or facts.is_listed("SECRET_KEY"):
        return None
    wording = _("It has %(number)d bytes; only from 16 random bytes on is trying all keys hopeless.")
    return SettingFinding(
        setting="SECRET_KEY",
        cause=compose(wording, number=length),
        line=FROM_ENVIRONMENT.format(name="SECRET_KEY")
        + '  # python -c "import secrets; print(secrets.token_hex())"',
    )


def jwt_key_short(facts: SettingFacts) -> SettingFinding | None:
    """The key of JSON Web Tokens is shorter than their standard asks for."""
    length = facts.length("JWT_SECRET_KEY")
    if not length or length >= HS256_BYTES or facts.is_listed("JWT_SECRET_KEY"):
        return None
    wording = _("It has %(number)d bytes, and RFC 7518 asks for at least 32 with HS256.")
    return SettingFinding(
        setting="JWT_SECRET_KEY",
        cause=compose(wording, number=length),
        line=FROM_ENVIRONMENT.format(name="JWT_SECRET_KEY"),
    )


def fallback_weak(facts: SettingFacts) -> SettingFinding | None:
    """An old key that is still accepted is short, or one that can be read in tutorials."""
    for number, key in enumerate(facts.answer["fallbacks"]):
        if key["listed"] is not None or (key["length"] is not None and key["length"] < SHORT_BYTES):
            wording = _("Number %(number)d is a weak key, and what is signed with it is still accepted.")
            return SettingFinding(
                setting="SECRET_KEY_FALLBACKS",
                cause=compose(wording, number=number + 1),
                line=f'del app.config["SECRET_KEY_FALLBACKS"][{number}]',
                tone=Tone.ERROR if key["listed"] is not None else Tone.WARNING,
            )
    return None


def _printed(facts: SettingFacts, name: str) -> SettingFinding | None:
    if not facts.is_listed(name):
        return None
    wording = _("It is a key that tutorials print, so anybody can sign with it.")
    return SettingFinding(
        setting=name, cause=compose(wording), line=FROM_ENVIRONMENT.format(name=name), tone=Tone.ERROR
    )
