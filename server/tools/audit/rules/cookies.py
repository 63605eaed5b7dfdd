"""Rules about the cookies of the session and of Flask-Login."""

from typing import Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import SettingFinding

SAMESITE_VALUES: Final = frozenset({"strict", "lax", "none"})


def samesite_none_without_secure(facts: SettingFacts) -> SettingFinding | None:
    """Browsers refuse a cookie with SameSite=None that is not Secure."""
    return _none_without_secure(facts, "SESSION_COOKIE")


def remember_samesite_none_without_secure(facts: SettingFacts) -> SettingFinding | None:
    """The same for the cookie with which Flask-Login remembers a user."""
    return _none_without_secure(facts, "REMEMBER_COOKIE")


def samesite_invalid(facts: SettingFacts) -> SettingFinding | None:
    """Werkzeug raises an error for any other value."""
    value = facts.text("SESSION_COOKIE_SAMESITE")
    if value is None or value.lower() in SAMESITE_VALUES:
        return None
    return SettingFinding(
        setting="SESSION_COOKIE_SAMESITE",
        cause=compose(
            _("%(value)s is none of Strict, Lax and None: setting the session's cookie fails."), value=value
        ),
        line='app.config["SESSION_COOKIE_SAMESITE"] = "Lax"',
        tone=Tone.ERROR,
    )


def samesite_unset(facts: SettingFacts) -> SettingFinding | None:
    """Each browser has its own default."""
    if facts.use("session") is None or not facts.is_none("SESSION_COOKIE_SAMESITE"):
        return None
    return SettingFinding(
        setting="SESSION_COOKIE_SAMESITE",
        cause=compose(_("It is not set, so each browser decides whether other sites may send the cookie.")),
        line='app.config["SESSION_COOKIE_SAMESITE"] = "Lax"',
        tone=Tone.NOTE,
    )


def secure_off(facts: SettingFacts) -> SettingFinding | None:
    """The cookie travels over plain HTTP too."""
    off = facts.truth("SESSION_COOKIE_SECURE") is False
    if facts.use("session") is None or not off or facts.truth("DEBUG"):
        return None
    return SettingFinding(
        setting="SESSION_COOKIE_SECURE",
        cause=compose(_("The session's cookie is also sent over plain HTTP, where others can read it.")),
        line='app.config["SESSION_COOKIE_SECURE"] = True  # where the app is served over HTTPS',
        tone=Tone.NOTE,
    )


def httponly_off(facts: SettingFacts) -> SettingFinding | None:
    """Scripts can read the cookie."""
    return _httponly_off(facts, "SESSION_COOKIE_HTTPONLY")


def remember_httponly_off(facts: SettingFacts) -> SettingFinding | None:
    """The same for the cookie of Flask-Login."""
    return _httponly_off(facts, "REMEMBER_COOKIE_HTTPONLY")


def domain_without_server(facts: SettingFacts) -> SettingFinding | None:
    """A cookie for another domain than that of the server is refused by browsers."""
    domain, server = facts.text("SESSION_COOKIE_DOMAIN"), facts.text("SERVER_NAME")
    if not domain or not server:
        return None
    wanted, host = domain.lstrip(".").lower(), server.partition(":")[0].lower()
    if host == wanted or host.endswith("." + wanted):
        return None
    return SettingFinding(
        setting="SESSION_COOKIE_DOMAIN",
        cause=compose(
            _("The cookie is for %(domain)s, and SERVER_NAME is %(server)s: browsers refuse it there."),
            domain=domain,
            server=server,
        ),
        line='app.config["SESSION_COOKIE_DOMAIN"] = None',
        tone=Tone.ERROR,
    )


def prefix_contradicted(facts: SettingFacts) -> SettingFinding | None:
    """A name with a prefix promises what the other settings must keep."""
    name = facts.text("SESSION_COOKIE_NAME") or ""
    is_host = name.startswith("__Host-")
    if not is_host and not name.startswith("__Secure-"):
        return None
    path = facts.text("SESSION_COOKIE_PATH") or facts.text("APPLICATION_ROOT") or "/"
    line = ""
    if facts.truth("SESSION_COOKIE_SECURE") is False:
        line = 'app.config["SESSION_COOKIE_SECURE"] = True'
    elif is_host and facts.text("SESSION_COOKIE_DOMAIN"):
        line = 'app.config["SESSION_COOKIE_DOMAIN"] = None'
    elif is_host and path != "/":
        line = 'app.config["SESSION_COOKIE_PATH"] = "/"'
    if not line:
        return None
    return SettingFinding(
        setting="SESSION_COOKIE_NAME",
        cause=compose(_("Browsers refuse a cookie named %(name)s with these settings."), name=name),
        line=line,
        tone=Tone.ERROR,
    )


def _none_without_secure(facts: SettingFacts, prefix: str) -> SettingFinding | None:
    value = facts.text(f"{prefix}_SAMESITE")
    if value is None or value.lower() != "none" or facts.truth(f"{prefix}_SECURE"):
        return None
    return SettingFinding(
        setting=f"{prefix}_SAMESITE",
        cause=compose(_("Browsers refuse a cookie with SameSite=None that is not Secure.")),
        line=f'app.config["{prefix}_SECURE"] = True',
        tone=Tone.ERROR,
    )


def _httponly_off(facts: SettingFacts, name: str) -> SettingFinding | None:
    if facts.truth(name) is not False:
        return None
    return SettingFinding(
        setting=name,
        cause=compose(_("Every script on the pages of the app can read the cookie.")),
        line=f'app.config["{name}"] = True',
    )
