"""Interpreters are asked what they are."""

import sys
import venv
from pathlib import Path

import pytest

from server.model.problem import Problem
from server.runner.targets import interpreters
from server.runner.targets.interpreters import Interpreter, discover_interpreters, inspect_interpreter


def script(path: Path, text: str) -> Path:
    """An executable that is a shell script."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_our_own_interpreter_is_known() -> None:
    """Version, prefix and packages are told."""
    found = inspect_interpreter(Path(sys.executable))
    assert isinstance(found, Interpreter)
    assert found.python == ".".join(map(str, sys.version_info[:3]))
    assert found.prefix == Path(sys.prefix)
    assert found.flask is not None
    assert found.waitress is not None


def test_an_environment_is_named_by_its_folder(tmp_path: Path) -> None:
    """The folder of a virtual environment is enough, and it has no Flask of ours."""
    venv.create(tmp_path / "env", with_pip=False)
    found = inspect_interpreter(tmp_path / "env")
    assert isinstance(found, Interpreter)
    assert found.prefix == tmp_path / "env"
    assert (found.flask, found.werkzeug, found.waitress) == (None, None, None)


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
def test_what_is_no_interpreter_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    """Every way not to be a Python has its sentence."""
    monkeypatch.setattr(interpreters, "TIMEOUT_SECONDS", 0.5 if name == "slow" else 10.0)
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("")
    script(tmp_path / "echo", "echo hello; echo oops >&2")
    script(tmp_path / "liar", 'echo \'{"version": "x"}\'')
    script(tmp_path / "old", 'echo \'{"version": [3, 6, 15], "prefix": "/", "found": {}}\'')
    script(tmp_path / "slow", "exec sleep 60")
    (tmp_path / "broken").write_bytes(b"\x7fELF nonsense")
    (tmp_path / "broken").chmod(0o755)
    found = inspect_interpreter(tmp_path / name)
    assert isinstance(found, Problem)
    assert found.code == code
    assert str(tmp_path / name) in found.cause


def test_a_name_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python3.99` is looked for as the shell would."""
    script(tmp_path / "python3.99", f'exec "{sys.executable}" "$@"')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = inspect_interpreter(Path("python3.99"))
    assert isinstance(found, Interpreter)
    assert found.path == tmp_path / "python3.99"


def test_interpreters_are_discovered_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The active environment and pyenv's versions are found, each once; what does not answer is left out."""
    venv.create(tmp_path / "active", with_pip=False)
    venv.create(tmp_path / "pyenv" / "versions" / "3.99", with_pip=False)
    (tmp_path / "pyenv" / "versions" / "broken").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(tmp_path / "active" / "bin" / "python")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "active"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    prefixes = [one.prefix for one in discover_interpreters()]
    assert tmp_path / "active" in prefixes
    assert tmp_path / "pyenv" / "versions" / "3.99" in prefixes
    assert len(set(prefixes)) == len(prefixes)
    assert Path(sys.prefix) not in prefixes
