"""Tests of translation with and without flask-babel."""

import subprocess
import sys

from flask import Flask
from flask_babel import Babel

from server import i18n, resources
from tests.sources import ROOT

WITHOUT = """
import sys
from server import i18n
print(i18n.gettext("50 %"), i18n.gettext("50 %% of %(what)s", what="it"))
print(i18n.ngettext("%(num)d app", "%(num)d apps", 1), i18n.ngettext("%(num)d app", "%(num)d apps", 2))
print(i18n.locale(), "flask" in sys.modules)
"""


def test_without_flask_babel_the_texts_of_the_sources_are_used() -> None:
    """Nothing imports flask-babel for them, and they are filled as it would fill them."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True, timeout=90, check=True
    )
    assert done.stdout.splitlines() == ["50 % 50 % of it", "1 app 2 apps", "None False"]


def test_with_flask_babel_the_language_of_the_request_is_used() -> None:
    """Also for numbers of things; outside of a request the texts are those of the sources."""
    app = Flask(__name__)
    Babel(app, default_locale="sv", default_translation_directories=str(resources.find().translations))
    assert i18n.gettext("Print the version.") == "Print the version."
    with app.app_context():
        assert i18n.locale() == "sv"
        assert i18n.gettext("Print the version.") != "Print the version."
        assert i18n.ngettext("%(num)d zzz", "%(num)d zzzs", 2) == "2 zzzs"
    assert i18n.locale() is None
