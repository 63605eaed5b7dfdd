"""From what a person wrote to what can be run."""

import difflib
import importlib.util
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.runner.targets import problems
from server.runner.targets.app_discovery import app_of_folder

LAB_PREFIX: Final = "lab:"
PLACE_SIGN: Final = "#"  # what follows it is a place on a lab's page
SUFFIXES: Final = frozenset({".py", ".pyw", ".wsgi"})
NEAREST: Final = 3
LIKE: Final = 0.65  # how much of two names has to agree, of 1
# Of a folder with more folders than this none is looked into further.
LOOKED_AT: Final = 200
_MODULE: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def resolve_target(
    spec: str,
    *,
    lab: Callable[[str], Target | None],
    labs: Iterable[str] = (),
    cwd: Path | None = None,
) -> Target | Problem:
    """What `spec` names: `lab:SLUG`, a folder, a file, `file.py:factory`, `module:factory` or `module`.

    `labs` are the slugs there are, to name the nearest; paths and modules are looked for in `cwd`, by default
    the working folder.
    """
    spec = spec.strip()
    here = (cwd or Path.cwd()).resolve()
    if not spec:
        return problems.nothing_named()
    if spec.startswith(LAB_PREFIX):
        return _lab(spec, lab, tuple(labs))
    path = _path(here, spec)
    if path is not None and path.is_dir():
        return _folder(spec, path)
    if path is not None and path.exists():
        return _file(spec, path, "")
    left, colon, factory = spec.rpartition(":")
    if colon and left:
        path = _path(here, left)
        if path is not None and path.is_file():
            return _file(spec, path, factory)
    return _module(spec, left or spec, here) or _missing(spec, left or spec, here, labs)


def _lab(spec: str, lab: Callable[[str], Target | None], labs: tuple[str, ...]) -> Target | Problem:
    slug, sign, _place = spec.removeprefix(LAB_PREFIX).partition(PLACE_SIGN)
    found = lab(slug) if slug else None
    if found is None:
        return problems.no_such_lab(slug, nearest(slug, labs), labs)
    return problems.place_in_lab(f"{LAB_PREFIX}{slug}", spec) if sign else found


def _path(here: Path, text: str) -> Path | None:
    """The path meant, None for what no system takes as one."""
    try:
        path = (here / Path(text).expanduser()).resolve()
        path.exists()
    except (OSError, RuntimeError, ValueError):
        return None
    return path


def _folder(spec: str, path: Path) -> Target | Problem:
    found = app_of_folder(path)
    if isinstance(found, Problem):
        return found
    root, app = found
    return Target(kind=TargetKind.FOLDER, spec=spec, root=root, app=app, name=path.name or str(path))


def _file(spec: str, path: Path, factory: str) -> Target | Problem:
    if path.suffix not in SUFFIXES:
        return problems.not_a_python_file(str(path))
    app = f"{path.name}:{factory}" if factory else path.name
    kind = TargetKind.FACTORY if factory else TargetKind.FILE
    name = (
        f"{path.parent.name}/{path.name}"
        if path.stem in ("app", "wsgi", "main", "__init__") and path.parent.name
        else path.stem
    )
    return Target(kind=kind, spec=spec, root=path.parent, app=app, name=name)


def _module(spec: str, module: str, here: Path) -> Target | None:
    """The target of a dotted name that lies here, or is installed beside us."""
    if _MODULE.fullmatch(module) is None:
        return None
    parts = module.split(".")
    for root in (here, here / "src"):
        if _lies(root.joinpath(*parts)):
            return Target(kind=TargetKind.FACTORY, spec=spec, root=root, app=spec, name=parts[-1])
    try:
        installed = importlib.util.find_spec(parts[0]) is not None
    except (ImportError, ValueError):
        installed = False
    if not installed or parts[0] in ("server", "desktop"):
        return None
    return Target(kind=TargetKind.FACTORY, spec=spec, root=here, app=spec, name=parts[-1])


def _lies(place: Path) -> bool:
    """Whether a module or package lies there; a name that is too long for the system lies nowhere."""
    try:
        return place.with_suffix(".py").is_file() or place.is_dir()
    except OSError:
        return False


def _missing(spec: str, sought: str, here: Path, labs: Iterable[str]) -> Problem:
    """Why nothing was found, with what is there of similar name."""
    below = _below(here, sought)
    if below is not None:
        return problems.module_elsewhere(sought, str(below.relative_to(here)))
    path = _path(here, sought)
    folder = path.parent if path is not None else here
    entries = []
    if folder.is_dir():
        entries = [entry.name for entry in folder.iterdir() if entry.suffix in SUFFIXES or entry.is_dir()]
    name = path.name if path is not None else sought
    # A module is written without the ending that its file has, which must not make unlike names alike.
    stems = {Path(entry).stem: entry for entry in entries}
    near = nearest(name, entries) or tuple(stems[stem] for stem in nearest(name, stems))
    shown = [str(folder / entry) if folder != here else entry for entry in near]
    shown += [f"{LAB_PREFIX}{slug}" for slug in nearest(sought, labs)]
    return problems.no_such_target(spec, tuple(shown[:NEAREST]))


def _below(here: Path, module: str) -> Path | None:
    """The folder in `here` from which a module would be found that is not found from here."""
    if _MODULE.fullmatch(module) is None:
        return None
    try:
        folders = sorted(
            entry for entry in here.iterdir() if entry.is_dir() and not entry.name.startswith(".")
        )
    except OSError:
        return None
    parts = module.split(".")
    return next((each for each in folders[:LOOKED_AT] if _lies(each.joinpath(*parts))), None)


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those names that somebody may have meant who wrote `name`, the likeliest first."""
    known = {one.lower(): one for one in names}
    return tuple(known[one] for one in difflib.get_close_matches(name.lower(), known, NEAREST, LIKE))
