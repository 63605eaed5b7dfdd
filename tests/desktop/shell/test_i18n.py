"""Tests of the translations of the shell."""

import gettext
import subprocess
import sys

import pytest

from desktop.shell import i18n
from desktop.workbench.app_info import fumehood
from tests.sources import ROOT


@pytest.fixture(autouse=True)
def fumehoods_translations() -> None:
    """Use Fumehood's catalogues."""
    i18n.configure(fumehood().translations)


def test_a_language_without_a_catalogue_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a catalogue texts stay as they are written."""
    monkeypatch.setenv("LANGUAGE", "xx")
    i18n._catalogue.cache_clear()
    try:
        assert i18n._("Fumehood is not running.") == "Fumehood is not running."
        assert i18n.ngettext("one", "many", 2) == "many"
    finally:
        i18n._catalogue.cache_clear()


def test_a_chosen_language_overrides_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chosen language is used until it is reset to the system's."""
    monkeypatch.setenv("LANGUAGE", "sv")
    i18n.set_language("en")
    try:
        assert (i18n.language(), i18n._("Quit")) == ("en", "Quit")
        i18n.set_language(None)
        assert (i18n.language(), i18n._("Quit")) == ("sv", "Avsluta")
        monkeypatch.setenv("LANGUAGE", "en")
        i18n.set_language("sv")
        assert (i18n.language(), i18n._("Quit")) == ("sv", "Avsluta")
    finally:
        i18n.set_language(None)


def test_no_sentence_loses_its_facts_in_a_translation() -> None:
    """Every compiled catalogue keeps the {names} of a sentence."""
    translations = fumehood().translations
    assert translations is not None
    for file in translations.glob("*/LC_MESSAGES/messages.mo"):
        with file.open("rb") as opened:
            catalogue = gettext.GNUTranslations(opened)
        sentence = "Port {port} cannot be used: {why}."
        assert set(_names(catalogue.gettext(sentence))) == {"port", "why"}


def _names(sentence: str) -> list[str]:
    return [part.split("}")[0] for part in sentence.split("{")[1:]]


def test_the_shell_imports_nothing_of_the_workbench() -> None:
    """The parts of the shell can carry any WSGI app: they import no part of `server`."""
    modules = (
        "process.wsgi_server process.single_instance process.ipc process.shutdown "
        "window.navigation_policy window.placement window.system_browser window.menus "
        "preflight.display preflight.shared_libraries preflight.requirements"
    )
    program = (
        "import importlib, sys\n"
        f"for name in {modules.split()!r}: importlib.import_module('desktop.shell.' + name)\n"
        "print([name for name in sys.modules if name.startswith('server.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("code", ["../../etc", "", "SV", "sv/..", "x" * 300, "en"])
def test_only_another_language_is_followed(code: str) -> None:
    """What names no language, or the one in use, changes nothing."""
    i18n.set_language("en")
    try:
        assert not i18n.follow(code)
        assert i18n.language() == "en"
        assert i18n.follow("sv")
        assert i18n.language() == "sv"
    finally:
        i18n.set_language(None)
