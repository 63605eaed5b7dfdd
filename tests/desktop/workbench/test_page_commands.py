"""Tests of the pages' commands in the window's menus."""

import pytest

from desktop.cli.locale import translated
from desktop.shell import i18n
from desktop.workbench.page_commands import page_commands
from server.web.commands import COMMANDS


def test_every_command_of_the_pages_has_its_menu() -> None:
    """Every listed command is in a menu, but for printing, which the window does itself."""
    found = page_commands()
    assert {command.id for command in COMMANDS if command.listed} - {"print"} <= {
        command.id for command in found
    }
    assert [command.id for command in found if command.theme] == ["theme-system", "theme-light", "theme-dark"]


def test_the_menus_have_their_usual_order() -> None:
    """Bench, Handbook, Help; each begins with what works on every page, and About is the last of Help."""
    found = page_commands()
    titles = list(dict.fromkeys(command.menu for command in found))
    assert [title for title in titles if title not in ("&File", "&Edit", "&View")] == [
        "&Bench",
        "Hand&book",
        "&Help",
    ]
    for title in titles:
        everywhere = [command.within == "/" for command in found if command.menu == title]
        assert everywhere == sorted(everywhere, reverse=True)
    in_help = [command.id for command in found if command.menu == "&Help" and not command.theme]
    assert in_help[0] == "handbook"
    assert in_help[-1] == "about"


def test_a_new_request_begins_on_the_bench() -> None:
    """From any other page it goes there first."""
    (new,) = [command for command in page_commands() if command.key == "Ctrl+N"]
    assert (new.within, new.elsewhere) == ("/bench/", "/bench")


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
