"""Tests of the values that every template has, and of caching."""

from server.web.commands import COMMANDS
from tests.support.workbench_client import WorkbenchClient


def test_static_files_are_revalidated_and_pages_never_stored(workbench: WorkbenchClient) -> None:
    """After an update the browser must not mix old scripts with new pages."""
    assert workbench.get("/static/icons/fumehood.svg").headers["Cache-Control"] == "no-cache"
    assert workbench.get("/").headers["Cache-Control"] == "no-store"


def test_every_page_lists_the_commands_and_the_labs(workbench: WorkbenchClient) -> None:
    """The palette finds both without asking the server."""
    text = workbench.get("/settings").text
    for command in (command for command in COMMANDS if command.scope == "everywhere"):
        assert f'id="palette-{command.id}"' in text
    for lab in workbench.services.catalogue.labs:
        assert f'id="palette-lab-{lab.slug}"' in text


def test_the_theme_of_the_settings_is_on_every_page(workbench: WorkbenchClient) -> None:
    """It is set before anything is drawn, so nothing flashes."""
    workbench.store.settings.set("theme", "dark")
    assert 'data-theme="dark"' in workbench.get("/").text.partition("<head>")[0]
