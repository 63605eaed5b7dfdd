"""The choice of an interpreter."""

import sys
from pathlib import Path

import pytest

from server.runner.environments.choice import InterpreterChoice, choose_interpreter
from server.runner.environments.environment import FoundBy
from tests.support.environment_folders import make_environment


def choose(project: Path, named: str = "", **variables: str) -> InterpreterChoice:
    """Choose for a project, with the home folder beside it."""
    return choose_interpreter(project, named, variables, project.parent / "home")


def test_the_first_environment_is_chosen(project: Path) -> None:
    """The others are offered with it."""
    first, other = make_environment(project / ".venv"), make_environment(project / "venv")
    choice = choose(project)
    assert (choice.python, choice.origin) == (first / "bin" / "python", FoundBy.FOLDER)
    assert [each.prefix for each in choice.found] == [first, other]
    assert not choice.is_fallback
    assert choice.packages.locate("no_such_module") is None


def test_a_named_interpreter_comes_before_all(project: Path, tmp_path: Path) -> None:
    """A path or the folder of an environment; `fumehood` is our own."""
    make_environment(project / ".venv")
    other = make_environment(tmp_path / "other")
    (other / "lib" / "python3.12" / "site-packages" / "httpbin").mkdir()
    choice = choose(project, str(other))
    assert (choice.python, choice.origin) == (other, FoundBy.NAMED)
    assert choice.packages.locate("httpbin") is not None
    own = choose(project, "fumehood")
    assert (own.python, own.origin, own.is_fallback) == (None, FoundBy.NAMED, False)
    assert own.packages.locate("flask") is not None


@pytest.mark.parametrize(("active", "fallback"), [("", True), (sys.prefix, False)])
def test_our_own_is_a_fallback_unless_it_is_active(project: Path, active: str, fallback: bool) -> None:
    """Whoever works in the environment that Fumehood is installed in means that one."""
    choice = choose(project, VIRTUAL_ENV=active)
    assert (choice.python, choice.is_fallback) == (None, fallback)


def test_what_is_active_is_nearer_than_a_version_that_a_file_names(project: Path) -> None:
    """Only an environment of the project comes before our own that is active."""
    version = make_environment(project.parent / "home" / ".pyenv" / "versions" / "3.12.1")
    (project / ".python-version").write_text("3.12.1\n")
    assert choose(project).python == version / "bin" / "python"
    assert choose(project, VIRTUAL_ENV=sys.prefix).origin is FoundBy.ACTIVE
    inside = make_environment(project / ".venv")
    assert choose(project, VIRTUAL_ENV=sys.prefix).python == inside / "bin" / "python"
