"""Interpreters are inspected and discovered."""

import sys
import venv
from pathlib import Path

import pytest

from server.model.problem import Problem
from server.runner.environments.choice import InterpreterChoice
from server.runner.environments.environment import FoundBy, read_environment
from server.runner.targets import interpreters
from server.runner.targets.interpreters import (
    Interpreter,
    discover_interpreters,
    inspect_interpreter,
    usable_python,
)
from tests.support.environment_folders import make_environment


def script(path: Path, text: str) -> Path:
    """Write an executable shell script."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_our_own_interpreter_is_inspected() -> None:
    """Its version, prefix and packages are known."""
    interpreter = inspect_interpreter(Path(sys.executable))
    assert isinstance(interpreter, Interpreter)
    assert interpreter.python == ".".join(map(str, sys.version_info[:3]))
    assert interpreter.prefix == Path(sys.prefix)
    assert interpreter.flask is not None
    assert interpreter.waitress is not None


def test_the_folder_of_an_environment_is_enough(tmp_path: Path) -> None:
    """The environment has no Flask of ours."""
    venv.create(tmp_path / "env", with_pip=False)
    interpreter = inspect_interpreter(tmp_path / "env")
    assert isinstance(interpreter, Interpreter)
    assert interpreter.prefix == tmp_path / "env"
    assert (interpreter.flask, interpreter.werkzeug, interpreter.waitress) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nothing", "python-not-found"),
        ("folder", "python-not-found"),
        ("text", "python-not-executable"),
        ("broken", "python-not-executable"),
        ("echo", "not-a-python"),
        ("liar", "not-a-python"),
        ("old", "python-too-old"),
        ("slow", "python-too-slow"),
    ],
)
def test_what_is_not_an_interpreter_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    """Each way of not being a Python has a code."""
    monkeypatch.setattr(interpreters, "TIMEOUT_SECONDS", 0.5 if name == "slow" else 10.0)
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("")
    script(tmp_path / "echo", "echo hello; echo oops >&2")
    script(tmp_path / "liar", 'echo \'{"version": "x"}\'')
    script(tmp_path / "old", 'echo \'{"version": [3, 6, 15], "prefix": "/", "found": {}}\'')
    script(tmp_path / "slow", "exec sleep 60")
    (tmp_path / "broken").write_bytes(b"\x7fELF nonsense")
    (tmp_path / "broken").chmod(0o755)
    problem = inspect_interpreter(tmp_path / name)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert str(tmp_path / name) in problem.cause


def test_a_name_is_searched_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python3.99` is searched as a shell does."""
    script(tmp_path / "python3.99", f'exec "{sys.executable}" "$@"')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    interpreter = inspect_interpreter(Path("python3.99"))
    assert isinstance(interpreter, Interpreter)
    assert interpreter.path == tmp_path / "python3.99"


def test_each_interpreter_is_discovered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the active environment and pyenv; those that do not answer are left out."""
    venv.create(tmp_path / "active", with_pip=False)
    venv.create(tmp_path / "pyenv" / "versions" / "3.99", with_pip=False)
    (tmp_path / "pyenv" / "versions" / "broken").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(tmp_path / "active" / "bin" / "python")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "active"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    prefixes = [each.prefix for each in discover_interpreters()]
    assert tmp_path / "active" in prefixes
    assert tmp_path / "pyenv" / "versions" / "3.99" in prefixes
    assert len(set(prefixes)) == len(prefixes)
    assert Path(sys.prefix) not in prefixes


@pytest.mark.hardness("untrusted-project")
def test_a_found_interpreter_is_started_only_where_its_files_do_not_say_enough(tmp_path: Path) -> None:
    """A version that will do is believed; a missing one, one that is too old and a named one are tried."""
    good, old, bare = (tmp_path / name for name in ("good", "old", "bare"))
    make_environment(good)
    make_environment(old, "3.8.1")
    make_environment(bare)
    (bare / "pyvenv.cfg").unlink()
    (bare / "lib").rename(bare / "libraries")
    assert usable_python(choice_of(good, FoundBy.FOLDER)) == good / "bin" / "python"
    assert usable_python(InterpreterChoice(python=None, origin=FoundBy.OWN)) is None
    for folder, origin in ((old, FoundBy.FOLDER), (bare, FoundBy.FOLDER), (good, FoundBy.NAMED)):
        problem = usable_python(choice_of(folder, origin))
        assert isinstance(problem, Problem)
        assert problem.code == "not-a-python"
        assert (folder / "STARTED").exists()


def choice_of(folder: Path, origin: FoundBy) -> InterpreterChoice:
    """Return the choice of the environment in a folder."""
    return InterpreterChoice(python=folder, origin=origin, environment=read_environment(folder, origin))


ANSWERS = {
    "deep JSON": "'[' * 100_000",
    "an endless number": "json.dumps({'version': [float('inf'), 1, 1], 'prefix': '/', 'found': {}})",
    "no number": "json.dumps({'version': [float('nan'), 1, 1], 'prefix': '/', 'found': {}})",
    "a number of 5000 digits": '\'{"version": [\' + \'9\' * 5000 + \', 1, 1], "prefix": "/", "found": {}}\'',
    "a negative number": "json.dumps({'version': [3, -1, 1], 'prefix': '/', 'found': {}})",
    "half a character as prefix": "json.dumps({'version': [3, 12, 1], 'prefix': '/\\ud800', 'found': {}})",
    "a null character as prefix": "json.dumps({'version': [3, 12, 1], 'prefix': '/\\0', 'found': {}})",
    "a number as prefix": "json.dumps({'version': [3, 12, 1], 'prefix': 7, 'found': {}})",
    "a list as a version": "json.dumps({'version': [3, 12, 1], 'prefix': '/', 'found': {'flask': [1]}})",
    "half a character as a version": (
        "json.dumps({'version': [3, 12, 1], 'prefix': '/', 'found': {'flask': '\\udfff'}})"
    ),
    "a list": "'[]'",
    "a flood": "'x' * 50_000_000",
}


@pytest.mark.hardness("odd-interpreters")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_any_answer_is_read(tmp_path: Path, answer: str) -> None:
    """What is no version, prefix and packages is a problem, and nothing raises."""
    (tmp_path / "answer.py").write_text(f"import json\nprint({answer})")
    script(tmp_path / "odd", f'exec "{sys.executable}" -S -E "{tmp_path}/answer.py"')
    problem = inspect_interpreter(tmp_path / "odd")
    assert isinstance(problem, Problem)
    assert problem.code == "not-a-python"


@pytest.mark.hardness("odd-interpreters")
@pytest.mark.parametrize(
    "path", ["a\0b", "x" * 5000, "~nosuchuser", "~nosuchuser/bin/python", "a\ud800", "/proc/1/root"]
)
def test_any_path_is_looked_at(path: str) -> None:
    """One that cannot be is a problem."""
    assert isinstance(inspect_interpreter(Path(path)), Problem)


@pytest.mark.hardness("odd-interpreters")
@pytest.mark.parametrize(
    "value", ["/" + "x" * 5000, "~nosuchuser", "/dev/null", "/proc/self/mem", "\udcff"], ids=range(5)
)
def test_variables_may_lead_anywhere(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interpreters are discovered where the variables lead to one."""
    for name in ("PATH", "VIRTUAL_ENV", "PYENV_ROOT", "HOME"):
        monkeypatch.setenv(name, value)
    assert discover_interpreters() == ()
