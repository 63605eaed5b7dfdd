"""The set-up runs on the system's Python, before anything is installed."""

import ast
import subprocess
import sys
import tomllib

import pytest

from desktop.setup import uv_program
from tests.environments import environment
from tests.sources import ROOT, python_files, shown

FILES = python_files("desktop/setup")


def test_the_set_up_imports_the_standard_library_only() -> None:
    """Beside its own modules; the package above it is as bare."""
    foreign = [
        f"{shown(path)}: {name}"
        for path in [ROOT / "desktop" / "__init__.py", *FILES]
        for node in ast.walk(ast.parse(path.read_bytes()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("desktop.setup")
    ]
    assert foreign == []


def test_the_set_up_is_written_for_python_3_9() -> None:
    """Its grammar is no newer."""
    for path in FILES:
        ast.parse(path.read_bytes(), str(path), feature_version=(3, 9))


@pytest.mark.parametrize("arguments", [["-I", "-S"], []])
def test_help_needs_no_package(arguments: list[str]) -> None:
    """The help is there on a bare interpreter."""
    code = (
        f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); "
        "runpy.run_module('desktop.setup', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, *arguments, "-c", code, "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: python3 -m desktop.setup")


@pytest.mark.environments
def test_the_set_up_runs_on_an_older_python() -> None:
    """The oldest Python of the guests' environments prints the help."""
    python = environment("flask22")
    done = subprocess.run(
        [str(python), "-m", "desktop.setup", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: python3 -m desktop.setup")


def test_a_python_that_is_too_old_is_told_so() -> None:
    """The file that is read first refuses it before it imports anything that it could not read."""
    code = (
        f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); sys.version_info = (3, 8, 10); "
        "runpy.run_module('desktop.setup', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("This is Python 3.8, and the set-up needs 3.9 or newer.\nRemedy: ")
    assert "Traceback" not in done.stderr


def test_the_oldest_uv_is_the_one_that_the_project_asks_for() -> None:
    """A uv on PATH that is taken is one that reads pyproject.toml."""
    required = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["required-version"]
    assert required == ">=" + ".".join(map(str, uv_program.OLDEST))
