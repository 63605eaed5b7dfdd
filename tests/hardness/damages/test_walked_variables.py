"""Every variable of the environment that a command reads, with values that lead nowhere."""

import ast
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardness.damages.test_unreadable_folders import APP, AS_A_USER
from tests.sources import CHILD, LABS, ROOT
from tests.support.fumehood_process import COMMAND, SECONDS, environment

pytestmark = [pytest.mark.slow, pytest.mark.hardness("odd-environment")]

# The interpreter and the loader read these before our code runs; with the last, Fumehood is a Python itself.
NOT_WALKED = ("PYTHON", "__PYVENV", "LD_", "DYLD_", "FUMEHOOD_AS_PYTHON")
VALUES = ("{shut}/x", "/dev/null/x", "~nosuchuser", "x" * 5000, "\u202e\n\udcff", "")


def variables() -> set[str]:
    """Return the names in those sources that read the environment, also those of lists."""
    found: set[str] = set()
    for part in ("desktop", "server"):
        for path in (ROOT / part).rglob("*.py"):
            if path.is_relative_to(LABS) or path.is_relative_to(CHILD):
                continue
            text = path.read_text(encoding="utf-8")
            if "environ" in text or "getenv" in text:
                found |= set(names_in(ast.parse(text)))
    return {name for name in found if not name.startswith(NOT_WALKED)}


def names_in(tree: ast.AST) -> Iterator[str]:
    """Yield the constants that look like names of variables in a module that reads the environment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value
            if name.isascii() and name.isupper() and name.replace("_", "").isalnum() and len(name) > 2:
                yield name


def _as_a_user() -> tuple[str, ...]:
    """Return what gives up the rights of the administrator, found by the PATH of the tests."""
    program, *options = AS_A_USER
    where = shutil.which(program)
    return (where, *options) if os.geteuid() == 0 and where is not None else ()


def test_the_walk_finds_the_variables() -> None:
    """Those of folders, interpreters, displays and languages are among them."""
    wanted = {"PATH", "PYENV_ROOT", "VIRTUAL_ENV", "DISPLAY", "XDG_ACTIVATION_TOKEN", "CONDA_PREFIX"}
    assert wanted <= variables()


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("words", ["doctor --json", "record app.py /"])
def test_no_value_of_a_variable_ends_a_command(tmp_path: Path, words: str, value: str) -> None:
    """All of them at once: a folder that may not be entered, none at all, too long, no text, and empty."""
    shut = tmp_path / "shut"
    shut.mkdir(mode=0)
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    odd = dict.fromkeys([*variables(), "HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"], value.format(shut=shut))
    odd |= {"FUMEHOOD_HOME": str(tmp_path / "home"), "DBUS_SESSION_BUS_ADDRESS": odd["HOME"]}
    done = subprocess.run(
        [*_as_a_user(), *COMMAND, *words.split()],
        env={**environment(tmp_path / "home"), **odd},
        cwd=tmp_path,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    shut.chmod(0o700)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"a bug in Fumehood" not in done.stderr
