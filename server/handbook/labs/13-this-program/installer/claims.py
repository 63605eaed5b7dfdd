"""What is said about frozen programs, decided on a till that PyInstaller has really frozen."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

READ = """
import sys
from PyInstaller.archive.readers import CArchiveReader

def constants(code):
    for each in code.co_consts:
        yield from constants(each) if hasattr(each, "co_consts") else [each]

import marshal
archive = CArchiveReader(sys.argv[1])
print([each for each in constants(marshal.loads(archive.extract("till"))) if isinstance(each, str)])
"""

# Python as a library: on Linux, on Windows, on a Mac.
LIBRARY = re.compile(r"libpython.*|python3\d*\.dll|Python")


def freeze(bench: Bench, *options: str) -> Path:
    """The folder with the frozen till, made by PyInstaller once for all claims."""
    bench.needs("pyinstaller")

    def make(folder: Path) -> None:
        where = [f"--{name}path={folder / name}" for name in ("dist", "work", "spec")]
        unused = [f"--exclude-module={name}" for name in ("setuptools", "ssl", "lzma", "bz2", "unittest")]
        ran = bench.python(
            *("-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", *where, *unused, *options),
            str(bench.folder / "till.py"),
            env={"PYINSTALLER_CONFIG_DIR": str(folder / "cache")},
            timeout=180,
        )
        if ran.code != 0:
            last = ran.output.strip().rpartition("\n")[2]
            raise Undecided(f"PyInstaller could not freeze the till: {last}", "Mend what it says.")

    return bench.made(" ".join(options), make) / "dist" / "till"


def program(folder: Path) -> Path:
    """The starter in the folder of the frozen till."""
    return folder / ("till.exe" if os.name == "nt" else "till")


def run(bench: Bench, folder: Path, *, cwd: Path | None = None) -> dict[str, Any]:
    """What the frozen till says about itself, on a machine whose PATH leads to no Python."""
    ran = bench.run_program(
        str(program(folder)), install="run the experiment again", env={"PATH": ""}, cwd=cwd
    )
    try:
        said: dict[str, Any] = json.loads(ran.output)
    except ValueError:
        return {"error": ran.output.strip().rpartition("\n")[2]}
    return said


def inside(path: str, folder: Path) -> str:
    """A path, told from the folder of the frozen till."""
    return path.replace(str(folder.parent), "…")


@claim(
    "runs-without-python",
    "A frozen program runs on a machine that has no Python.",
    expect=HOLDS,
    counter=Counter(without=True),
)
def runs_without_python(bench: Bench, *, without: bool = False) -> Observation:
    folder = freeze(bench)
    if without:
        left = bench.scratch / "till"
        shutil.copytree(folder, left, ignore=lambda _, names: set(filter(LIBRARY.fullmatch, names)))
        folder = left
    said = run(bench, folder)
    libraries = sorted({path.name for path in folder.rglob("*") if LIBRARY.fullmatch(path.name)})
    return Observation(
        holds="frozen" in said,
        because=f"With no Python to be found it {'ran' if 'frozen' in said else 'did not run'};"
        f" in its folder lies {', '.join(libraries) or 'no Python either'}.",
    )


@claim(
    "executable-is-the-program",
    "In a frozen program sys.executable is not Python, but the program itself.",
    expect=HOLDS,
    counter=Counter(frozen=False),
)
def executable_is_the_program(bench: Bench, *, frozen: bool = True) -> Observation:
    if frozen:
        folder = freeze(bench)
        said = run(bench, folder)
        shown = inside(said["executable"], folder)
    else:
        said = bench.send("GET", "/about").json()
        shown = Path(said["executable"]).name
    is_python = "python" in Path(said["executable"]).name
    return Observation(
        holds=Path(said["executable"]).stem == "till",
        because=f"In the {'frozen' if frozen else 'ordinary'} till sys.executable is {shown}:"
        f" {'the interpreter' if is_python else 'the till itself'}.",
    )


@claim(
    "files-come-along",
    "What lies in the folder beside the script comes along when it is frozen.",
    expect=FAILS,
    mistake=True,
    counter=Counter(add=True),
)
def files_come_along(bench: Bench, *, add: bool = False) -> Observation:
    options = (f"--add-data={bench.folder / 'prices.txt'}{os.pathsep}.",) if add else ()
    folder = freeze(bench, *options)
    said = run(bench, folder)
    return Observation(
        holds="rye" in said["prices"],
        because=f"Frozen {'with --add-data' if add else 'as it is'}, the till read its price list"
        f" and got {inside(said['prices'], folder)!r}.",
    )


@claim(
    "imports-are-followed",
    "A module is collected because an import statement names it, even in a function that nobody calls.",
    expect=HOLDS,
    counter=Counter({"    import receipts\n": '    receipts = importlib.import_module("receipts")\n'}),
)
def imports_are_followed(bench: Bench) -> Observation:
    said = run(bench, freeze(bench))
    return Observation(
        holds="Thank you" in said["receipt"],
        because=f"Nothing ran while it was frozen, and the frozen till's receipt says {said['receipt']!r}.",
    )


@claim(
    "names-are-not-followed",
    "A module that only importlib.import_module('vouchers') names is left out.",
    expect=HOLDS,
    counter=Counter(hidden=True),
)
def names_are_not_followed(bench: Bench, *, hidden: bool = False) -> Observation:
    options = (f"--paths={bench.folder}", "--hidden-import=vouchers") if hidden else ()
    said = run(bench, freeze(bench, *options))
    return Observation(
        holds=said["voucher"].startswith("ModuleNotFoundError"),
        because=f"importlib.import_module('vouchers') {'with' if hidden else 'without'} --hidden-import gave"
        f" {said['voucher']!r}.",
    )


@claim(
    "starts-at-home",
    "A program that is installed in a folder starts in that folder, so open('prices.txt') finds its files.",
    expect=FAILS,
    mistake=True,
    counter=Counter(home=True),
)
def starts_at_home(bench: Bench, *, home: bool = False) -> Observation:
    folder = freeze(bench)
    said = run(bench, folder, cwd=folder if home else bench.scratch)
    return Observation(
        holds=said["working"] == str(folder),
        because=f"The till lies in {inside(str(folder), folder)} and its modules in"
        f" {inside(said['folder'], folder)}; it was called from"
        f" {'there' if home else 'another folder'}, and worked in {'its own' if home else 'that other'} one.",
    )


@claim(
    "hides-the-source",
    "Freezing a program hides what is written in its source, such as keys and licences.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'LICENCE = "only-for-paying-customers"': 'LICENCE = os.environ.get("TILL_LICENCE")'}),
)
def hides_the_source(bench: Bench) -> Observation:
    ran = bench.python("-c", READ, str(program(freeze(bench))))
    found = "only-for-paying-customers" in ran.output
    return Observation(
        holds=not found,
        because="Ten lines that unpack the program and list the texts in it"
        f" {'found the licence: only-for-paying-customers' if found else 'found no licence in it'}.",
    )
