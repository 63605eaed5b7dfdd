"""Rules about the settings of Flask-SQLAlchemy and Flask-WTF."""

from typing import Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import SettingFinding

# Flask-SQLAlchemy 3 reads SQLALCHEMY_ENGINE_OPTIONS in their place.
ENGINE_OPTIONS: Final = {
    "SQLALCHEMY_POOL_SIZE": "pool_size",
    "SQLALCHEMY_POOL_TIMEOUT": "pool_timeout",
    "SQLALCHEMY_POOL_RECYCLE": "pool_recycle",
    "SQLALCHEMY_MAX_OVERFLOW": "max_overflow",
}
ENGINE_OPTIONS_SINCE: Final = 3


def database_scheme_removed(facts: SettingFacts) -> SettingFinding | None:
    """SQLAlchemy has no dialect of this name any more."""
    uri = facts.text("SQLALCHEMY_DATABASE_URI")
    if uri is None or not uri.startswith("postgres:"):
        return None
    return SettingFinding(
        setting="SQLALCHEMY_DATABASE_URI",
        cause=compose(
            _("SQLAlchemy 1.4 and newer know %(new)s and not %(old)s."), new="postgresql", old="postgres"
        ),
        line='uri = uri.replace("postgres://", "postgresql://", 1)',
        tone=Tone.ERROR,
    )


def statements_echoed(facts: SettingFacts) -> SettingFinding | None:
    """Each statement is in the output with its parameters."""
    if not _is_used(facts) or not facts.truth("SQLALCHEMY_ECHO") or facts.truth("DEBUG"):
        return None
    return SettingFinding(
        setting="SQLALCHEMY_ECHO",
        cause=compose(_("Every statement is printed with its parameters, also those that are private.")),
        line='app.config["SQLALCHEMY_ECHO"] = False',
    )


def modifications_tracked(facts: SettingFacts) -> SettingFinding | None:
    """Each change of an object costs time and memory for signals."""
    if not _is_used(facts) or not facts.truth("SQLALCHEMY_TRACK_MODIFICATIONS"):
        return None
    return SettingFinding(
        setting="SQLALCHEMY_TRACK_MODIFICATIONS",
        cause=compose(_("Each changed object is kept for signals, which costs memory.")),
        line='app.config["SQLALCHEMY_TRACK_MODIFICATIONS"] = False',
        tone=Tone.NOTE,
    )


def pool_setting_unread(facts: SettingFacts) -> SettingFinding | None:
    """Flask-SQLAlchemy 3 does not read the settings of the pool."""
    major = facts.major("flask-sqlalchemy")
    if major is None or major < ENGINE_OPTIONS_SINCE:
        return None
    for name, option in ENGINE_OPTIONS.items():
        if facts.is_set(name) and not facts.is_none(name):
            return SettingFinding(
                setting=name,
                cause=compose(_("Flask-SQLAlchemy %(version)d does not read it."), version=major),
                line=f'app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {{"{option}": app.config["{name}"]}}',
            )
    return None


def csrf_off(facts: SettingFacts) -> SettingFinding | None:
    """Forms of other sites are accepted."""
    for name in ("WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT"):
        if facts.truth(name) is False and not facts.truth("TESTING"):
            return SettingFinding(
                setting=name,
                cause=compose(
                    _("Flask-WTF does not check by itself whether a form comes from a page of the app.")
                ),
                line=f'app.config["{name}"] = True',
            )
    return None


def _is_used(facts: SettingFacts) -> bool:
    """Return whether Flask-SQLAlchemy is there to read its settings."""
    return facts.major("flask-sqlalchemy") is not None
