"""The frozen app is a Python to what it starts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT

SAYS = (
    "import sys, json;print(json.dumps([__name__, sys.argv, sys.path[0], 'desktop.cli.main' in sys.modules]))"
)


def python(*arguments: str, cwd: Path, given: str = "", **environment: str) -> tuple[int, str, str]:
    """Exit code, output and complaint of the app in an interpreter's place."""
    # The source tree stands where the bundle has its archive.
    entry = f"import sys; sys.path.insert(1, {str(ROOT)!r}); from desktop.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", entry, *arguments],
        cwd=cwd,
        input=given,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        env={**os.environ, "FUMEHOOD_AS_PYTHON": "1", **environment},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("options", [[], ["-u"], ["-B", "-W", "ignore", "-Xutf8"], ["-Wignore"]])
def test_code_runs_as_after_the_switch_c(tmp_path: Path, options: list[str]) -> None:
    """Its arguments are its own, its folder is searched first, and nothing of ours is imported."""
    code, said, complaint = python(*options, "-c", SAYS, "-m", "a b", cwd=tmp_path)
    assert code == 0, complaint
    assert json.loads(said) == ["__main__", ["-c", "-m", "a b"], "", False]


def test_switches_may_be_written_together(tmp_path: Path) -> None:
    """`-uc CODE` and `-Bmthis` are what they are to Python."""
    assert python("-uc", "print(6 * 7)", cwd=tmp_path)[1] == "42\n"
    (tmp_path / "mine.py").write_text("print('mine')")
    assert python("-Bmmine", cwd=tmp_path)[1] == "mine\n"


def test_an_isolated_one_does_not_look_around(tmp_path: Path) -> None:
    """With -I the folder it stands in is not searched."""
    (tmp_path / "mine.py").write_text("")
    assert python("-c", "import mine", cwd=tmp_path)[0] == 0
    assert python("-I", "-c", "import mine", cwd=tmp_path)[0] == 1


def test_a_module_runs_as_after_the_switch_m(tmp_path: Path) -> None:
    """Its file is the first argument, and its exit code is passed on."""
    (tmp_path / "mine.py").write_text(f"{SAYS}\nsys.exit(5)")
    code, said, complaint = python("-m", "mine", "x", cwd=tmp_path)
    assert code == 5, complaint
    assert json.loads(said) == ["__main__", [str(tmp_path / "mine.py"), "x"], str(tmp_path), False]


def test_a_script_runs_as_a_script(tmp_path: Path) -> None:
    """Its own folder is searched first, wherever it is called from."""
    script = tmp_path / "deep" / "script.py"
    script.parent.mkdir()
    script.write_text(SAYS)
    code, said, complaint = python("deep/script.py", "-c", cwd=tmp_path)
    assert code == 0, complaint
    assert json.loads(said) == ["__main__", ["deep/script.py", "-c"], str(script.parent), False]


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_code_comes_from_standard_input(tmp_path: Path, arguments: list[str]) -> None:
    """As Python reads it where nothing else is named."""
    assert python(*arguments, cwd=tmp_path, given="print('read')")[1] == "read\n"


def test_it_says_which_python_it_is(tmp_path: Path) -> None:
    """Programs ask that."""
    assert python("--version", cwd=tmp_path)[1] == f"Python {sys.version.split()[0]}\n"


def test_the_environment_counts(tmp_path: Path) -> None:
    """PYTHONPATH is searched and PYTHONWARNINGS obeyed."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "mine.py").write_text("print('found')")
    assert python("-c", "import mine", cwd=tmp_path, PYTHONPATH=str(tmp_path / "lib"))[1] == "found\n"
    warns = "import warnings; warnings.warn('old')"
    assert python("-c", warns, cwd=tmp_path, PYTHONWARNINGS="error")[0] == 1
    assert python("-c", warns, cwd=tmp_path, PYTHONWARNINGS="ignore", PYTHONUNBUFFERED="1")[2] == ""


def test_its_children_are_pythons_too(tmp_path: Path) -> None:
    """A spawned process of multiprocessing runs what it should."""
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing, os\n"
        "def work(n):\n    return n * n\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        print(pool.map(work, [7]))\n"
    )
    code, said, complaint = python("script.py", cwd=tmp_path)
    assert (code, said) == (0, "[49]\n"), complaint
