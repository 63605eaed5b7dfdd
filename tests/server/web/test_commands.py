"""Tests of the commands that the keyboard, the palette and the menus share."""

from collections import Counter

from server.web import blueprints
from server.web.commands import COMMANDS
from tests.support.workbench_client import WorkbenchClient


def test_each_page_of_a_command_exists(workbench: WorkbenchClient) -> None:
    """A command that names an address leads to a page there."""
    pages = [command.href for command in COMMANDS if command.href]
    assert len(pages) > 1
    assert {page: workbench.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_ids_are_unique() -> None:
    """Scripts and menus find a command by its id."""
    counts = Counter(command.id for command in COMMANDS)
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_key_means_two_things_on_a_page() -> None:
    """A key may mean different things on different pages, but only one on each."""
    scopes = {command.scope for command in COMMANDS} - {"everywhere"}
    for scope in scopes:
        keys = Counter(command.keys for command in COMMANDS if command.scope in ("everywhere", scope))
        assert [key for key, count in keys.items() if key and count > 1] == [], scope


def test_a_scope_is_everywhere_or_a_blueprint() -> None:
    """A misspelt scope would silence its command."""
    names = {blueprint.name for blueprint in blueprints.ALL}
    assert {command.scope for command in COMMANDS} <= {"everywhere", *names}
