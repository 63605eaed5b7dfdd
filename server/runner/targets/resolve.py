"""Resolves what the user typed, such as `lab:SLUG`, a path or `module:factory`, to a target."""

import difflib
import importlib.util
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.runner.targets import problems
from server.runner.targets.app_discovery import discover_app
from server.runner.targets.programs import is_program, resolve_program

LAB_PREFIX: Final = "lab:"
PLACE_SIGN: Final = "#"  # separates the lab from a place on its page
SUFFIXES: Final = frozenset({".py", ".pyw", ".wsgi"})
NEAREST_LIMIT: Final = 3
SIMILARITY: Final = 0.65  # of two names, from 0 to 1
# How many subfolders are searched for a module.
SUBFOLDER_LIMIT: Final = 200
_MODULE: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def resolve_target(
    spec: str,
    *,
    lab: Callable[[str], Target | None],
    labs: Iterable[str] = (),
    cwd: Path | None = None,
) -> Target | Problem:
    """Return the target that `spec` names, or why there is none.

    `spec` is `lab:SLUG`, `run:COMMAND`, a folder, a file, `file.py:factory`, `module:factory`
    or `module`. `labs` are the slugs of all labs, for suggestions; paths and modules are searched in `cwd`,
    by default the working folder.
    """
    spec = spec.strip()
    here = (cwd or Path.cwd()).resolve()
    if not spec:
        return problems.nothing_named()
    if spec.startswith(LAB_PREFIX):
        return _lab(spec, lab, tuple(labs))
    return resolve_program(spec, here) if is_program(spec) else _app(spec, here, labs)


def _app(spec: str, here: Path, labs: Iterable[str]) -> Target | Problem:
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
    target = lab(slug) if slug else None
    if target is None:
        return problems.no_such_lab(slug, nearest_names(slug, labs), labs)
    return problems.place_in_lab(f"{LAB_PREFIX}{slug}", spec) if sign else target


def _path(here: Path, text: str) -> Path | None:
    """Return the absolute path; None if the text is not a valid path on this system."""
    try:
        path = (here / Path(text).expanduser()).resolve()
        path.exists()
    except (OSError, RuntimeError, ValueError):
        return None
    return path


def _folder(spec: str, path: Path) -> Target | Problem:
    discovered = discover_app(path)
    if isinstance(discovered, Problem):
        return discovered
    root, app = discovered
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
    """Return the target for a dotted name of a module in `here`, or installed for our interpreter."""
    if _MODULE.fullmatch(module) is None:
        return None
    parts = module.split(".")
    for root in (here, here / "src"):
        if _has_module(root.joinpath(*parts)):
            return Target(kind=TargetKind.FACTORY, spec=spec, root=root, app=spec, name=parts[-1])
    try:
        installed = importlib.util.find_spec(parts[0]) is not None
    except (ImportError, ValueError):
        installed = False
    if not installed or parts[0] in ("server", "desktop"):
        return None
    return Target(kind=TargetKind.FACTORY, spec=spec, root=here, app=spec, name=parts[-1])


def _has_module(path: Path) -> bool:
    """Return whether there is a module or package; False for a name that is too long for the system."""
    try:
        return path.with_suffix(".py").is_file() or path.is_dir()
    except OSError:
        return False


def _missing(spec: str, name_or_path: str, here: Path, labs: Iterable[str]) -> Problem:
    """Explain that nothing was found, and suggest similar names."""
    subfolder = _subfolder_with(here, name_or_path)
    if subfolder is not None:
        return problems.module_elsewhere(name_or_path, str(subfolder.relative_to(here)))
    path = _path(here, name_or_path)
    folder = path.parent if path is not None else here
    entries = []
    if folder.is_dir():
        entries = [entry.name for entry in folder.iterdir() if entry.suffix in SUFFIXES or entry.is_dir()]
    name = path.name if path is not None else name_or_path
    # A module is named without the suffix of its file, and the suffix must not make different names similar.
    stems = {Path(entry).stem: entry for entry in entries}
    near = nearest_names(name, entries) or tuple(stems[stem] for stem in nearest_names(name, stems))
    suggestions = [str(folder / entry) if folder != here else entry for entry in near]
    suggestions += [f"{LAB_PREFIX}{slug}" for slug in nearest_names(name_or_path, labs)]
    return problems.no_such_target(spec, tuple(suggestions[:NEAREST_LIMIT]))


def _subfolder_with(here: Path, module: str) -> Path | None:
    """Return the subfolder of `here` that contains the module, if there is one."""
    if _MODULE.fullmatch(module) is None:
        return None
    try:
        folders = sorted(
            entry for entry in here.iterdir() if entry.is_dir() and not entry.name.startswith(".")
        )
    except OSError:
        return None
    parts = module.split(".")
    return next((each for each in folders[:SUBFOLDER_LIMIT] if _has_module(each.joinpath(*parts))), None)


def nearest_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are most similar to `name`, the most similar first."""
    by_lower_case = {each.lower(): each for each in names}
    return tuple(
        by_lower_case[each]
        for each in difflib.get_close_matches(name.lower(), by_lower_case, NEAREST_LIMIT, SIMILARITY)
    )
