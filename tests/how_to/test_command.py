"""Tests that docs/how-to/command.md adds a command that works."""

import re
import sys
from types import ModuleType

import pytest

from desktop.cli.main import COMMANDS, cli
from tests.sources import ROOT

PAGE = (ROOT / "docs" / "how-to" / "command.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def test_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The page's test as a module, after its steps have been taken."""
    command, registration, test = blocks("python")
    module = ModuleType("desktop.cli.recent")
    exec(compile(command, "recent.py", "exec"), vars(module))  # noqa: S102 - our own page
    monkeypatch.setitem(sys.modules, "desktop.cli.recent", module)
    monkeypatch.setattr("desktop.cli.main.COMMANDS", dict(COMMANDS))
    exec(registration, vars(sys.modules["desktop.cli.main"]))  # noqa: S102 - our own page
    test_module = ModuleType("test_recent")
    exec(compile(test, "test_recent.py", "exec"), vars(test_module))  # noqa: S102 - our own page
    return test_module


def test_the_pages_own_test_passes(test_module: ModuleType, request: pytest.FixtureRequest) -> None:
    """The command of the page does what the page's test says."""
    test_module.test_nothing_was_opened_yet(
        *(request.getfixturevalue(name) for name in ("tmp_path", "monkeypatch", "capsys"))
    )


def test_the_rows_are_what_the_documents_need(test_module: ModuleType) -> None:
    """The README row names the command, and the row of cli.md names each option."""
    readme_row, cli_row = blocks("text")
    assert re.search(r"^\| `fumehood recent[` ]", readme_row, re.MULTILINE)
    context = cli.make_context("fumehood", ["recent", "--help"], resilient_parsing=True)
    command = cli.get_command(context, "recent")
    assert command
    options = [option for parameter in command.params for option in parameter.opts]
    assert all(option in cli_row for option in options if option != "--help")
