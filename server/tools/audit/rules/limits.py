"""Rules about the bounds of requests and sessions."""

from typing import Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import SettingFinding

YEAR_SECONDS: Final = 366 * 86_400


def uploads_unbounded(facts: SettingFacts) -> SettingFinding | None:
    """Files are read, and nothing limits their size."""
    place = facts.use("files")
    if place is None or not facts.is_none("MAX_CONTENT_LENGTH"):
        return None
    wording = _(
        "%(place)s takes files, and it is not set: without another limit a request may fill the disk."
    )
    return SettingFinding(
        setting="MAX_CONTENT_LENGTH",
        cause=compose(wording, place=place),
        line='app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024',
    )


def content_length_not_positive(facts: SettingFacts) -> SettingFinding | None:
    """Every request with a body is refused."""
    limit = facts.number("MAX_CONTENT_LENGTH")
    if limit is None or limit > 0:
        return None
    return SettingFinding(
        setting="MAX_CONTENT_LENGTH",
        cause=compose(_("It is %(number)d, so every request with a body is refused."), number=int(limit)),
        line='app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024',
        tone=Tone.ERROR,
    )


def form_limit_above_body_limit(facts: SettingFacts) -> SettingFinding | None:
    """The larger of the two limits is never reached."""
    form, body = facts.number("MAX_FORM_MEMORY_SIZE"), facts.number("MAX_CONTENT_LENGTH")
    if form is None or body is None or form <= body or body <= 0:
        return None
    return SettingFinding(
        setting="MAX_FORM_MEMORY_SIZE",
        cause=compose(
            _("It is larger than MAX_CONTENT_LENGTH (%(number)d bytes), which refuses such requests."),
            number=int(body),
        ),
        line='app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]',
        tone=Tone.NOTE,
    )


def form_unbounded(facts: SettingFacts) -> SettingFinding | None:
    """A default of Flask that limits the fields of forms was switched off."""
    for name in ("MAX_FORM_MEMORY_SIZE", "MAX_FORM_PARTS"):
        if facts.is_known(name) and facts.is_none(name):
            return SettingFinding(
                setting=name,
                cause=compose(_("The limit that Flask has was switched off: a form may fill the memory.")),
                line=f'del app.config["{name}"]  # before Flask sets its default, or set a number',
            )
    return None


def session_ends_at_once(facts: SettingFacts) -> SettingFinding | None:
    """A session that is permanent has expired when it comes back."""
    seconds = facts.number("PERMANENT_SESSION_LIFETIME")
    if seconds is None or seconds > 0:
        return None
    return SettingFinding(
        setting="PERMANENT_SESSION_LIFETIME",
        cause=compose(_("A session has expired before the next request brings it.")),
        line='app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=31)',
        tone=Tone.ERROR,
    )


def session_lives_long(facts: SettingFacts) -> SettingFinding | None:
    """A stolen cookie stays valid for years."""
    seconds = facts.number("PERMANENT_SESSION_LIFETIME")
    if seconds is None or seconds <= YEAR_SECONDS or facts.use("session") is None:
        return None
    return SettingFinding(
        setting="PERMANENT_SESSION_LIFETIME",
        cause=compose(
            _("A cookie that somebody has copied is accepted for %(number)d days."),
            number=round(seconds / 86_400),
        ),
        line='app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=31)',
    )
