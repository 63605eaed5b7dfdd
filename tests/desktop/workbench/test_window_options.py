"""The commands of the pages, as the window's menus hold them."""

import pytest

from desktop.cli.locale import speaking
from desktop.shell import i18n
from server.web.commands import COMMANDS
from tests import machine

machine.import_window_toolkit()

from desktop.workbench.window_options import page_commands  # noqa: E402 - it imports the toolkit


def test_every_command_of_the_pages_has_its_menu() -> None:
    """Each that is listed is in one: a page has its own menu, and what leads away has one together."""
    found = page_commands()
    assert {command.id for command in COMMANDS if command.listed} <= {command.id for command in found}
    titles = {(command.menu, command.within) for command in found}
    assert len({menu for menu, _ in titles}) == len(titles)
    assert {command.menu for command in found if command.path} == {"&Go"}


@pytest.mark.parametrize("system", ["en", "sv"])
@pytest.mark.parametrize(
    ("chosen", "label", "menu"), [("en", "Go to Home", "&Help"), ("sv", "Gå till Hem", "&Hjälp")]
)
def test_menus_speak_the_chosen_language(system: str, chosen: str, label: str, menu: str) -> None:
    """Whatever the command line speaks that opens the window."""
    i18n.speak(chosen)
    try:
        with speaking(system):
            found = page_commands()
    finally:
        i18n.speak(None)
    assert label in {command.label for command in found}
    assert menu in {command.menu for command in found}
