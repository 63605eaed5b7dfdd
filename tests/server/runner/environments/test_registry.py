"""The search for environments with all finders."""

from pathlib import Path

import pytest

from server.runner.environments.environment import FoundBy
from server.runner.environments.registry import FINDERS, find_environments
from tests.sources import ROOT
from tests.support.environment_folders import make_environment


def test_the_order_is_that_of_the_registry(project: Path, tmp_path: Path) -> None:
    """What is active, what lies in the project, what a tool keeps for it; each environment once."""
    home = tmp_path / "home"
    active = make_environment(tmp_path / "active")
    inside = make_environment(project / ".venv", "3.11.4", "2.3.3")
    version = make_environment(home / ".pyenv" / "versions" / "shop", flask=None)
    (project / ".python-version").write_text("shop\n")
    (project / ".pdm-python").write_text(str(inside / "bin" / "python"))
    found = find_environments(project, {"VIRTUAL_ENV": str(active)}, home)
    assert [(each.prefix, each.origin) for each in found] == [
        (active, FoundBy.ACTIVE),
        (inside, FoundBy.FOLDER),
        (version, FoundBy.PYENV),
    ]
    assert (found[1].version, found[1].flask) == ("3.11.4", "2.3.3")
    assert not list(tmp_path.rglob("STARTED"))


def test_an_environment_without_its_interpreter_is_left_out(project: Path, tmp_path: Path) -> None:
    """Such as one whose Python was removed."""
    folder = make_environment(project / ".venv")
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").symlink_to("/no/such/python")
    assert find_environments(project, {}, tmp_path / "home") == ()


@pytest.mark.parametrize("origin", [origin for origin, _find in FINDERS])
def test_each_origin_is_documented(origin: FoundBy) -> None:
    """The order and what each finder looks at are in docs/cli.md."""
    text = (ROOT / "docs" / "cli.md").read_text()
    assert f"| {[each for each, _ in FINDERS].index(origin) + 2}. " in text
