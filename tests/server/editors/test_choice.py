"""Tests of the choice of an editor."""

from pathlib import Path

import pytest

from server.editors.choice import CHOICES, chosen, openers
from tests.server.editors.test_programs import program


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, on a machine that has nothing elsewhere."""
    monkeypatch.setattr("sys.platform", "none")
    for name in ("zed", "code", "vim", "xterm", "my-editor"):
        program(tmp_path / name)
    return tmp_path


def test_the_chosen_editor_opens_the_line(bin_folder: Path) -> None:
    """With its own arguments; a line that is not known is the first."""
    found = chosen("zed", {"PATH": str(bin_folder)})
    assert found is not None
    assert found.command_for("/srv/app.py", 12) == (str(bin_folder / "zed"), "/srv/app.py:12")
    assert found.command_for("/srv/app.py", None)[-1] == "/srv/app.py:1"
    assert found.command_for("/srv/app.py", 10**30)[-1] == "/srv/app.py:10000000"


def test_the_first_installed_one_is_chosen_where_nothing_was(bin_folder: Path) -> None:
    """Those with windows of their own, then that of the environment, then those in a terminal."""
    environment = {"PATH": str(bin_folder), "DISPLAY": ":0", "EDITOR": "my-editor"}
    assert [each.name for each in openers(environment)] == ["vscode", "zed", "environment", "vim"]
    (bin_folder / "code").unlink()
    found = chosen("auto", environment)
    assert found is not None
    assert found.name == "zed"


def test_an_editor_that_is_missing_is_not_replaced(bin_folder: Path) -> None:
    """Nor one that the user has chosen not to have."""
    assert chosen("pycharm", {"PATH": str(bin_folder)}) is None
    assert chosen("none", {"PATH": str(bin_folder)}) is None
    assert chosen("auto", {"PATH": "/nowhere"}) is None


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"VISUAL": "code --wait"}, ("code", "--wait", "-g", "/a.py:3")),
        ({"EDITOR": "my-editor -x"}, ("my-editor", "-x", "/a.py")),
        ({"VISUAL": "'broken", "EDITOR": "zed"}, ("zed", "/a.py:3")),
        ({"VISUAL": "not-there", "EDITOR": "zed"}, ("zed", "/a.py:3")),
        ({"EDITOR": "code; rm -rf ."}, None),
    ],
)
def test_the_environment_names_a_program_with_its_options(
    bin_folder: Path, variables: dict[str, str], words: tuple[str, ...] | None
) -> None:
    """A known one gets the line too; what a shell would make of the rest is nothing to us."""
    found = chosen("environment", {"PATH": str(bin_folder), **variables})
    command = found and found.command_for("/a.py", 3)
    assert command == (words and (str(bin_folder / words[0]), *words[1:]))


def test_an_editor_of_the_environment_may_need_a_terminal(bin_folder: Path) -> None:
    """It is opened in a window."""
    environment = {"PATH": str(bin_folder), "EDITOR": "vim", "DISPLAY": ":0"}
    found = chosen("environment", environment)
    assert found is not None
    assert found.command_for("/a.py", 3) == (
        *(str(bin_folder / "xterm"), "-e", str(bin_folder / "vim")),
        *("+3", "/a.py"),
    )


def test_the_values_of_the_setting_stay() -> None:
    """They are in the settings of users."""
    assert CHOICES == ("auto", "vscode", "pycharm", "zed", "vim", "environment", "none")
