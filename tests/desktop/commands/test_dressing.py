"""The commands of the pages, as the window's menus hold them."""

from desktop.commands.dressing import page_commands
from server.web.commands import COMMANDS


def test_every_command_of_the_pages_has_its_menu() -> None:
    """Each that is listed is in one: a page has its own menu, and what leads away has one together."""
    found = page_commands()
    assert {command.id for command in COMMANDS if command.listed} <= {command.id for command in found}
    titles = {(command.menu, command.within) for command in found}
    assert len({menu for menu, _ in titles}) == len(titles)
    assert {command.menu for command in found if command.path} == {"&Go"}
