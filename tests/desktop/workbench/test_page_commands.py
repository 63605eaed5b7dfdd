"""Tests of the pages' commands in the window's menus."""

import pytest

from desktop.cli.locale import translated
from desktop.shell import i18n
from desktop.workbench.page_commands import page_commands
from server.web.commands import COMMANDS


def test_every_command_of_the_pages_has_its_menu() -> None:
    """Every listed command is in a menu: one menu per page, and one for commands that lead to other pages."""
    found = page_commands()
    assert {command.id for command in COMMANDS if command.listed} <= {command.id for command in found}
    titles = {(command.menu, command.within) for command in found}
    assert len({menu for menu, _ in titles}) == len(titles)
    assert {command.menu for command in found if command.path} == {"&Go"}


@pytest.mark.parametrize("system", ["en", "sv"])
@pytest.mark.parametrize(
    ("chosen", "label", "menu"), [("en", "Go to Home", "&Help"), ("sv", "Gå till Hem", "&Hjälp")]
)
def test_menus_use_the_chosen_language(system: str, chosen: str, label: str, menu: str) -> None:
    """The language of the command line that opens the window makes no difference."""
    i18n.set_language(chosen)
    try:
        with translated(system):
            found = page_commands()
    finally:
        i18n.set_language(None)
    assert label in {command.label for command in found}
    assert menu in {command.menu for command in found}
