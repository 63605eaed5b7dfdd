"""The words for an interpreter and where it comes from."""

from pathlib import Path

import pytest

from server.runner.environments.choice import InterpreterChoice
from server.runner.environments.environment import FoundBy, read_environment
from server.runner.environments.wording import (
    describe,
    fallback_notice,
    own_python,
    page_notice,
    reason,
    used_interpreter,
)
from tests.support.environment_folders import make_environment


@pytest.mark.parametrize("origin", list(FoundBy))
def test_each_origin_has_its_reason(origin: FoundBy) -> None:
    """A phrase, not a code."""
    assert " " in reason(origin)


def test_an_environment_is_described_in_one_line(tmp_path: Path) -> None:
    """Its versions and why it is offered."""
    found = read_environment(make_environment(tmp_path / "env"), FoundBy.FOLDER)
    bare = read_environment(make_environment(tmp_path / "bare", flask=None), FoundBy.PYENV)
    assert found is not None
    assert bare is not None
    assert describe(found) == "Python 3.12.1, Flask 3.1.3: it is in the project's folder"
    assert describe(bare) == "Python 3.12.1, no Flask: .python-version names it"


def test_only_a_fallback_is_warned_of() -> None:
    """The warning names the folder, our own Python and what to do."""
    warning = fallback_notice(InterpreterChoice(python=None, origin=FoundBy.OWN), Path("/srv/shop"))
    assert warning is not None
    assert "No environment was found for /srv/shop" in warning.cause
    assert "--python fumehood" in warning.remedy
    on_page = page_notice(Path("/srv/shop"))
    assert (on_page.cause, "--python" in on_page.remedy) == (warning.cause, False)
    for origin in (FoundBy.NAMED, FoundBy.ACTIVE):
        choice = InterpreterChoice(python=None, origin=origin)
        assert fallback_notice(choice, Path("/srv/shop")) is None


def test_the_interpreter_in_use_is_named_with_its_reason() -> None:
    """Ours by its version, another one by its path."""
    own = used_interpreter(InterpreterChoice(python=None, origin=FoundBy.ACTIVE))
    assert own == f"The app runs on {own_python()}: it is active in the terminal."
    other = used_interpreter(InterpreterChoice(python=Path("/x/bin/python"), origin=FoundBy.PDM))
    assert other == "The app runs on /x/bin/python: .pdm-python names it."
