"""What is said about virtual environments, decided by making some."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

ASK = """
import json, sys
try:
    import spices
    version, file = spices.VERSION, spices.__file__
except ImportError as error:
    version, file = str(error), ""
print(json.dumps({"path": sys.path, "json": json.__file__, "spices": file, "version": version}))
"""
SPICES = "import spices; print(spices.VERSION)"
BASE = "import json, sys; print(json.dumps(getattr(sys, '_base_executable', sys.executable)))"
VERSIONS = {"shop": "1.0", "museum": "2.0", "kiosk": "3.0"}


class Environment:
    """A virtual environment in a folder; without pip, which takes seconds to put in."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self._bench = bench
        self.folder = folder

    @property
    def python(self) -> str:
        """The environment's own interpreter."""
        return str(self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))

    @property
    def packages(self) -> Path:
        """Where its packages lie."""
        return next(self.folder.glob("[Ll]ib*/**/site-packages"))

    def install(self, version: str) -> None:
        """Put the package `spices` on the shelf, which is what pip does with a wheel: it unpacks it."""
        (self.packages / "spices").mkdir(exist_ok=True)
        (self.packages / "spices" / "__init__.py").write_text(f"VERSION = {version!r}\n", "utf-8")

    def told(self) -> dict[str, Any]:
        """What its Python says of itself and of `spices`; it is asked once for all claims."""

        def find() -> dict[str, Any]:
            said: dict[str, Any] = json.loads(run(self._bench, self.python, ASK))
            return said

        return self._bench.found(f"told by {self.folder}", find)


def environment(bench: Bench, name: str, *options: str) -> Environment:
    """One of the environments that are made, in one go, for all claims; with its version of `spices`."""

    def make(folder: Path) -> None:
        names = [str(folder / each) for each in VERSIONS]
        made = bench.python("-m", "venv", "--without-pip", *options, *names)
        if made.code:
            raise Undecided(
                f"This Python makes no virtual environments: {made.output.strip().splitlines()[-1]}.",
                "Prove it with another interpreter, named with --python.",
            )
        for each, version in VERSIONS.items():
            Environment(bench, folder / each).install(version)
        # One has been renamed since it was made.
        (folder / "kiosk").rename(folder / "store")

    return Environment(bench, bench.made(f"environments {' '.join(options)}", make) / name)


def run(bench: Bench, python: str, code: str) -> str:
    """What a Python prints for some code; the last line of its complaint where it fails."""
    ran = bench.run_program(python, "-c", code, install="python -m venv")
    return (ran.output.strip().splitlines() or [""])[-1]


@claim(
    "one-version",
    "A computer can have only one version of a package installed.",
    expect=FAILS,
    mistake=True,
    counter=Counter(second="shop"),
)
def one_version(bench: Bench, *, second: str = "museum") -> Observation:
    found = [environment(bench, name).told()["version"] for name in ("shop", second)]
    return Observation(
        holds=found[0] == found[1],
        because=f"The project shop found spices {found[0]}, the project {second} found spices {found[1]}.",
    )


@claim(
    "must-activate",
    "A virtual environment does nothing until it has been activated.",
    expect=FAILS,
    mistake=True,
    counter=Counter(own_python=False),
)
def must_activate(bench: Bench, *, own_python: bool = True) -> Observation:
    shop = environment(bench, "shop")
    base = "" if own_python else json.loads(bench.python("-c", BASE).output)
    said = run(bench, base, SPICES) if base else shop.told()["version"]
    return Observation(
        holds=said != "1.0",
        because=f"Nothing was activated, and {'its own' if own_python else 'the other'} Python, "
        f"asked for spices, said: {said}",
    )


@claim(
    "own-library",
    "A virtual environment has no standard library of its own: it uses the one of the Python that made it.",
    expect=HOLDS,
    counter=Counter(module="spices"),
)
def own_library(bench: Bench, *, module: str = "json") -> Observation:
    shop = environment(bench, "shop")
    file = Path(shop.told()[module])
    inside = file.is_relative_to(shop.folder)
    return Observation(
        holds=not inside,
        because=f"The environment's Python takes {module} from {file.parent}, "
        + ("which is inside it." if inside else "which is not inside it."),
    )


@claim(
    "sees-all",
    "Packages that are installed for the whole machine are not found in a new virtual environment.",
    expect=HOLDS,
    counter=Counter(options=("--system-site-packages",)),
)
def sees_all(bench: Bench, *, options: tuple[str, ...] = ()) -> Observation:
    shop = environment(bench, "shop", *options)
    shelves = [Path(folder) for folder in shop.told()["path"] if folder.endswith("-packages")]
    outside = [folder for folder in shelves if not folder.is_relative_to(shop.folder)]
    return Observation(
        holds=not outside,
        because=f"Its Python looks for packages in {len(shelves)} folder{'' if len(shelves) == 1 else 's'}, "
        + (f"{outside[0]} among them." if outside else "inside the environment and nowhere else."),
    )


@claim(
    "sudo",
    "To install a package you need sudo, in a virtual environment too.",
    expect=FAILS,
    mistake=True,
    counter=Counter(locked=True),
)
def sudo(bench: Bench, *, locked: bool = False) -> Observation:
    if os.name == "nt":
        raise Undecided("Windows has no sudo.", "Prove it on Linux or macOS.")
    shop = environment(bench, "shop", *(("--clear",) if locked else ()))  # the locked one is nobody else's
    if locked:
        shop.packages.chmod(0o555)
    seen = shop.packages.stat()
    shop.packages.chmod(0o755)
    mine = seen.st_uid == os.geteuid() and bool(seen.st_mode & stat.S_IWUSR)
    found = f"spices {shop.told()['version']}" if mine else "nothing"
    return Observation(
        holds=not mine,
        because=f"The folder of its packages belongs to user {seen.st_uid}, who runs this as {os.geteuid()}, "
        f"with the rights {stat.filemode(seen.st_mode)}; {found} was installed.",
    )


@claim(
    "every-terminal",
    "Once an environment is activated, every terminal uses it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(same=True),
)
def every_terminal(bench: Bench, *, same: bool = False) -> Observation:
    shop = environment(bench, "shop")
    activate = f". '{shop.folder}/bin/activate'; "
    first = shell(bench, activate + "command -v python")
    second = shell(bench, (activate if same else "") + "command -v python || echo none")
    inside = second.startswith(str(shop.folder))
    return Observation(
        holds=first.startswith(str(shop.folder)) and inside,
        because="After one shell had activated it, "
        + ("the same shell" if same else "another shell")
        + (
            " found the python of the environment."
            if inside
            else " did not find the python of the environment."
        ),
    )


@claim(
    "renamed",
    "When the folder of an environment has been renamed, activating it does not work any more.",
    expect=HOLDS,
    counter=Counter(name="shop"),
)
def renamed(bench: Bench, *, name: str = "store") -> Observation:
    folder = environment(bench, name).folder
    said = shell(bench, f'. "{folder}/bin/activate"; echo "$VIRTUAL_ENV"')
    there = Path(said).is_dir()
    return Observation(
        holds=not there,
        because=f"Activated in the folder {name}, it takes itself for the one called {Path(said).name}, "
        + ("which is there." if there else "which is not there any more."),
    )


@claim(
    "from-the-net",
    "Python can make virtual environments as it comes, without anything installed or downloaded.",
    expect=HOLDS,
    counter=Counter(module="virtualenv"),
)
def from_the_net(bench: Bench, *, module: str = "venv") -> Observation:
    environment(bench, "shop")
    # Without `site` there are no packages to be found, but those that Python brings.
    ran = bench.python("-I", "-S", "-c", f"import {module}")
    there = ran.code == 0
    return Observation(
        holds=there,
        because="A Python that looks into no folder of packages "
        + (f"has {module}." if there else f"has no {module}."),
    )


def shell(bench: Bench, command: str) -> str:
    """The last line that a fresh shell prints, in which nothing is active."""
    if sys.platform == "win32":
        raise Undecided("Windows activates environments in its own way.", "Prove it on Linux or macOS.")
    ran = bench.run_program("sh", "-c", command, install="apt install dash", env={"PATH": "/usr/bin:/bin"})
    return (ran.output.strip().splitlines() or [""])[-1]
