"""Tests of the typed translation functions."""

from flask import Flask
from flask_babel import Babel, force_locale

from server.lenses.kit.i18n import gettext, lazy_gettext, ngettext, number
from tests.sources import ROOT


def application() -> Flask:
    """Return an app with the program's own catalogues."""
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "server" / "translations")
    Babel(app)
    return app


def test_outside_of_a_request_the_source_text_is_used() -> None:
    """As the command line does."""
    assert gettext("Logs") == "Logs"
    assert ngettext("%(num)d event", "%(num)d events", 2) == "2 events"
    assert number(12345.678, 1) == "12,345.7"


def test_a_constant_is_translated_when_it_is_used() -> None:
    """One constant serves requests in every language."""
    constant = lazy_gettext("Logs")
    app = application()
    with app.test_request_context(), force_locale("sv"):
        assert str(constant) == "Loggar"
        assert number(12345.678, 1) == "12\xa0345,7"
    assert str(constant) == "Logs"
