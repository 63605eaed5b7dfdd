"""Rules about how an app is served, and settings that nothing reads."""

from typing import Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import SettingFinding

# Settings that Flask no longer reads, and what took their places.
REMOVED: Final = {
    "ENV": "app.debug = True",
    "JSON_AS_ASCII": "app.json.ensure_ascii = False",
    "JSON_SORT_KEYS": "app.json.sort_keys = False",
    "JSONIFY_MIMETYPE": 'app.json.mimetype = "application/json"',
    "JSONIFY_PRETTYPRINT_REGULAR": "app.json.compact = False",
}


def debug_on(facts: SettingFacts) -> SettingFinding | None:
    """Debug mode shows source and runs code for anybody who reaches it."""
    if not facts.truth("DEBUG"):
        return None
    return SettingFinding(
        setting="DEBUG",
        cause=compose(
            _("Where others reach the app, its error pages show the source, and run code with a PIN.")
        ),
        line='app.config["DEBUG"] = False  # and without --debug and FLASK_DEBUG',
    )


def testing_on(facts: SettingFacts) -> SettingFinding | None:
    """Errors are raised in the server in place of a page."""
    if not facts.truth("TESTING"):
        return None
    return SettingFinding(
        setting="TESTING",
        cause=compose(
            _("An exception that nothing handles is raised to the server, in the place of an error page.")
        ),
        line='app.config["TESTING"] = False',
    )


def trusted_hosts_unset(facts: SettingFacts) -> SettingFinding | None:
    """Any Host header is believed when links are made."""
    is_unset = facts.is_known("TRUSTED_HOSTS") and facts.is_none("TRUSTED_HOSTS")
    if not is_unset or facts.text("SERVER_NAME") or facts.truth("DEBUG"):
        return None
    return SettingFinding(
        setting="TRUSTED_HOSTS",
        cause=compose(_("Links are made with whatever host a request names, for example in a mail.")),
        line='app.config["TRUSTED_HOSTS"] = ["example.com"]',
        tone=Tone.NOTE,
    )


def server_name_wrong(facts: SettingFacts) -> SettingFinding | None:
    """It is a host with or without a port, and nothing else."""
    name = facts.text("SERVER_NAME")
    if name is None or ("/" not in name and " " not in name and name != ""):
        return None
    return SettingFinding(
        setting="SERVER_NAME",
        cause=compose(_("%(value)s is not a host with or without a port."), value=name),
        line='app.config["SERVER_NAME"] = "example.com"',
        tone=Tone.ERROR,
    )


def root_wrong(facts: SettingFacts) -> SettingFinding | None:
    """The path of the app begins with a slash."""
    for name in ("APPLICATION_ROOT", "SESSION_COOKIE_PATH"):
        value = facts.text(name)
        if value is not None and not value.startswith("/"):
            return SettingFinding(
                setting=name,
                cause=compose(_("%(value)s is not a path: it does not begin with a slash."), value=value),
                line=f'app.config["{name}"] = "/{value}"',
            )
    return None


def scheme_against_cookie(facts: SettingFacts) -> SettingFinding | None:
    """Links outside of a request are http, where a Secure cookie is not sent."""
    scheme, server = facts.text("PREFERRED_URL_SCHEME"), facts.text("SERVER_NAME")
    if scheme != "http" or not server or not facts.truth("SESSION_COOKIE_SECURE"):
        return None
    return SettingFinding(
        setting="PREFERRED_URL_SCHEME",
        cause=compose(
            _("Links made outside of a request begin with http, where the Secure cookie is not sent.")
        ),
        line='app.config["PREFERRED_URL_SCHEME"] = "https"',
    )


def setting_removed(facts: SettingFacts) -> SettingFinding | None:
    """A setting of an older Flask is set, and the installed one does not read it."""
    for name, line in REMOVED.items():
        if facts.is_set(name) and not facts.is_known(name):
            return SettingFinding(
                setting=name,
                cause=compose(_("The installed Flask does not read it.")),
                line=line,
            )
    return None


def template_search_explained(facts: SettingFacts) -> SettingFinding | None:
    """Each template that is looked for fills the log."""
    if not facts.truth("EXPLAIN_TEMPLATE_LOADING"):
        return None
    return SettingFinding(
        setting="EXPLAIN_TEMPLATE_LOADING",
        cause=compose(_("Every search for a template is written to the log.")),
        line='app.config["EXPLAIN_TEMPLATE_LOADING"] = False',
        tone=Tone.NOTE,
    )
