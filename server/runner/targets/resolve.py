"""Resolves what the user typed, such as `lab:SLUG`, a path or `module:factory`, to a target."""

import difflib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from server.file_access import ERRORS, entries, expanded, refusal, resolved, typed_path, working_folder
from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.runner.environments.packages import OwnPackages, Packages
from server.runner.targets import problems
from server.runner.targets.app_discovery import discover_app
from server.runner.targets.programs import folders_of, is_program, resolve_program
from server.runner.targets.working_folder import project_folder

LAB_PREFIX: Final = "lab:"
PLACE_SIGN: Final = "#"  # separates the lab from a place on its page
SUFFIXES: Final = frozenset({".py", ".pyw", ".wsgi"})
NEAREST_LIMIT: Final = 3
SIMILARITY: Final = 0.65  # of two names, from 0 to 1
# How many subfolders are searched for a module.
SUBFOLDER_LIMIT: Final = 200
# Where Flask splits `module:name`; the colon of a Windows path is none.
_COLON: Final = re.compile(r":(?![\\/])")
_MODULE: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def resolve_target(  # noqa: PLR0913 - what is around the user, each under its name
    spec: str,
    *,
    lab: Callable[[str], Target | None],
    labs: Iterable[str] = (),
    cwd: Path | None = None,
    packages: Packages | None = None,
    in_terminal: bool = False,
) -> Target | Problem:
    """Return the target that `spec` names, or why there is none.

    `spec` is `lab:SLUG`, `run:COMMAND`, a folder, a file, `file.py:factory`, `folder:file.py`,
    `module:factory` or `module`. `labs` are the slugs of all labs, for suggestions; paths and modules are
    searched in `cwd`, by default the working folder, and modules also among `packages`, those of the app's
    interpreter.

    The app's working folder is the folder that is named, and for a module `cwd`. For a file in `cwd` it is
    `cwd` too if the user stands there `in_terminal`, as with `flask run`; else it is the project's folder.
    """
    here = resolved(cwd or working_folder())
    spec = typed_path(spec, here)
    if not spec:
        return problems.nothing_named()
    if spec.startswith(LAB_PREFIX):
        return _lab(spec, lab, tuple(labs))
    if is_program(spec):
        return resolve_program(spec, here)
    return _app(spec, here, labs, packages or OwnPackages(), here if in_terminal else None)


def _app(
    spec: str, here: Path, labs: Iterable[str], packages: Packages, stands: Path | None
) -> Target | Problem:
    named = _named_path(spec, here, packages, stands)
    module = split_spec(spec).partition("\0")[0]
    return named or _module(spec, module, here, packages) or _missing(spec, module, here, labs)


def _named_path(spec: str, here: Path, packages: Packages, stands: Path | None) -> Target | Problem | None:
    """Return the target of a folder or file, alone or before a colon; None if there is none."""
    path = _path(here, spec)
    if path is not None and os.path.isdir(path):
        return _folder(spec, path, packages)
    if path is not None and os.path.exists(path):
        return _file(spec, path, "", stands)
    left, _, name = split_spec(spec).partition("\0")
    for place, rest in dict.fromkeys(((left, name), (spec.rpartition(":")[0], spec.rpartition(":")[2]))):
        path = _path(here, place) if place and rest else None
        if path is not None and os.path.isdir(path) and _is_file_in(path, rest):
            return Target(kind=TargetKind.FOLDER, spec=spec, root=path, app=rest, name=path.name or str(path))
        path = _python_file(path, place)
        if path is not None:
            return _file(spec, path, rest, stands)
    return None


def projects_of(spec: str, cwd: Path) -> tuple[Path, ...]:
    """Return the folders around which the environment of an app is searched, the nearest first.

    It is the folder that is named, or that of the file that is named; for a module `cwd`. A program may have
    two: the folder of its file, and its working folder.
    """
    here = resolved(cwd)
    if is_program(spec):
        program = resolve_program(spec, here)
        return (here,) if isinstance(program, Problem) else folders_of(program)
    return (_project_of(spec, here),)


def _project_of(spec: str, here: Path) -> Path:
    spec = typed_path(spec, here)
    for place in (spec, split_spec(spec).partition("\0")[0]):
        path = _path(here, place)
        if path is not None and os.path.isdir(path):
            return path
        file = _python_file(path, place)
        if file is not None:
            return file.parent
    return here


def split_spec(spec: str) -> str:
    """Return `module:name` with a null character at the colon at which Flask splits it."""
    return _COLON.sub("\0", spec, count=1)


def _lab(spec: str, lab: Callable[[str], Target | None], labs: tuple[str, ...]) -> Target | Problem:
    slug, sign, _place = spec.removeprefix(LAB_PREFIX).partition(PLACE_SIGN)
    target = lab(slug) if slug else None
    if target is None:
        return problems.no_such_lab(slug, nearest_names(slug, labs), labs)
    return problems.place_in_lab(f"{LAB_PREFIX}{slug}", spec) if sign else target


def _path(here: Path, text: str) -> Path | None:
    """Return the absolute path; None if the text is not a valid path on this system."""
    try:
        return (here / expanded(text)).resolve()
    except ERRORS:
        return None


def _python_file(path: Path | None, written: str) -> Path | None:
    """Return the file that a path names; `folder/name` is `folder/name.py`, as for `flask --app`."""
    if path is None or os.path.isfile(path):
        return path
    if not path.name or "/" not in written.replace("\\", "/"):
        return None
    return (
        _path(path.parent, f"{path.name}.py") if os.path.isfile(path.with_name(f"{path.name}.py")) else None
    )


def _is_file_in(folder: Path, app: str) -> bool:
    """Return whether the part after a folder is a file in it, and not the name of something in a package."""
    file = split_spec(app).partition("\0")[0]
    path = _path(folder, file)
    return file.endswith(".py") and path is not None and os.path.isfile(path)


def _folder(spec: str, path: Path, packages: Packages) -> Target | Problem:
    app = discover_app(path, packages)
    if isinstance(app, Problem):
        return app
    return Target(kind=TargetKind.FOLDER, spec=spec, root=path, app=app, name=path.name or str(path))


def _file(spec: str, path: Path, factory: str, stands: Path | None) -> Target | Problem:
    if path.suffix not in SUFFIXES or not os.path.isfile(path):
        return problems.not_a_python_file(str(path))
    root = stands if stands is not None and path.is_relative_to(stands) else project_folder(path)
    written = path.relative_to(root).as_posix()
    app = f"{written}:{factory}" if factory else written
    kind = TargetKind.FACTORY if factory else TargetKind.FILE
    name = (
        f"{path.parent.name}/{path.name}"
        if path.stem in ("app", "wsgi", "main", "__init__") and path.parent.name
        else path.stem
    )
    return Target(kind=kind, spec=spec, root=root, app=app, name=name)


def _module(spec: str, module: str, here: Path, packages: Packages) -> Target | None:
    """Return the target for a dotted name of a module in `here`, in its `src`, or among the packages."""
    if _MODULE.fullmatch(module) is None:
        return None
    parts = module.split(".")
    app = spec
    if not _has_module(here.joinpath(*parts)):
        if _has_module(here.joinpath("src", *parts)):
            # As a path: then Flask puts `src` on sys.path.
            app = f"src/{'/'.join(parts)}{spec.removeprefix(module)}"
        elif packages.locate(parts[0]) is None:
            return None
    return Target(kind=TargetKind.FACTORY, spec=spec, root=here, app=app, name=parts[-1])


def _has_module(path: Path) -> bool:
    """Return whether there is a module or package."""
    return os.path.isfile(path.with_suffix(".py")) or os.path.isdir(path)


def _missing(spec: str, name_or_path: str, here: Path, labs: Iterable[str]) -> Problem:
    """Explain that nothing was found, and suggest similar names."""
    for written in (spec, name_or_path):
        why = refusal(here / expanded(written))
        if why:
            return problems.unreadable(written, why)
    subfolder = _subfolder_with(here, name_or_path)
    if subfolder is not None:
        return problems.module_elsewhere(name_or_path, str(subfolder.relative_to(here)))
    path = _path(here, name_or_path)
    folder = path.parent if path is not None else here
    names = [entry.name for entry in entries(folder) if entry.suffix in SUFFIXES or os.path.isdir(entry)]
    name = path.name if path is not None else name_or_path
    # A module is named without the suffix of its file, and the suffix must not make different names similar.
    stems = {Path(entry).stem: entry for entry in names}
    near = nearest_names(name, names) or tuple(stems[stem] for stem in nearest_names(name, stems))
    suggestions = [str(folder / entry) if folder != here else entry for entry in near]
    suggestions += [f"{LAB_PREFIX}{slug}" for slug in nearest_names(name_or_path, labs)]
    return problems.no_such_target(spec, tuple(suggestions[:NEAREST_LIMIT]), str(here))


def _subfolder_with(here: Path, module: str) -> Path | None:
    """Return the subfolder of `here` that contains the module, if there is one."""
    if _MODULE.fullmatch(module) is None:
        return None
    folders = [entry for entry in entries(here) if os.path.isdir(entry) and not entry.name.startswith(".")]
    parts = module.split(".")
    return next((each for each in folders[:SUBFOLDER_LIMIT] if _has_module(each.joinpath(*parts))), None)


def nearest_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are most similar to `name`, the most similar first."""
    by_lower_case = {each.lower(): each for each in names}
    return tuple(
        by_lower_case[each]
        for each in difflib.get_close_matches(name.lower(), by_lower_case, NEAREST_LIMIT, SIMILARITY)
    )
