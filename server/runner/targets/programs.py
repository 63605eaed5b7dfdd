"""Programs as targets: `run:` and what follows `python` on a command line, or the name of a script."""

import os
import re
import shlex
import sys
from pathlib import Path
from typing import Final

from server.file_access import ERRORS, entries, expanded, refusal
from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.runner.targets import problems
from server.runner.targets.working_folder import project_folder

RUN_PREFIX: Final = "run:"
MODULE_SWITCH: Final = "-m"
SUFFIXES: Final = (".py", ".pyw")
# The word before the program, which may be there as it was in a terminal.
_PYTHON: Final = re.compile(r"(?:py|python[\d.]*)(?:\.exe)?")


def is_program(spec: str) -> bool:
    """Return whether `spec` asks for a program."""
    return spec.startswith(RUN_PREFIX)


def program_spec(command: str) -> str:
    """Return the spec of the program that a command line starts."""
    return RUN_PREFIX + command.strip()


def resolve_program(spec: str, here: Path, *, root: Path | None = None) -> Target | Problem:
    """Return the target of `run:COMMAND`, or why there is none.

    The working folder is `root`; without one it is the project's folder of the program's file, or `here` if
    the file is in it. Scripts and modules are looked up by the guest's interpreter when it starts.
    """
    words = split_command(spec.removeprefix(RUN_PREFIX))
    if words is None:
        return problems.unbalanced_quotes(spec)
    if len(words) > 1 and _PYTHON.fullmatch(words[0]):
        words = words[1:]
    if not words or words == [MODULE_SWITCH]:
        return problems.no_program_named()
    first = words[0]
    path = None if first == MODULE_SWITCH else _existing(here, first)
    if path is None:
        why = refusal(here / expanded(first))
        if why:
            return problems.unreadable(first, why)
        if first.endswith(SUFFIXES) or "/" in first:
            return problems.no_such_target(first, _programs_like(here / first), str(here))
        return _target(spec, root or here, words, name=words[1] if first == MODULE_SWITCH else first)
    folder = root or (here if path.parent == here else project_folder(path))
    written = str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
    name = f"{path.parent.name}/{path.name}" if path.stem in ("app", "main", "run") else path.name
    return _target(spec, folder, [written, *words[1:]], name=name)


def absolute_spec(spec: str, here: Path) -> str:
    """Return a spec that names the same program from any folder, if its program is a file."""
    target = resolve_program(spec, here)
    if isinstance(target, Problem) or not file_of(target):
        return spec
    first, *rest = arguments_of(target)
    return RUN_PREFIX + shlex.join([str(target.root / first), *rest])


def split_command(command: str) -> list[str] | None:
    """Return the words of a command line; None if its quotes do not match."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    if sys.platform == "win32":
        # There a backslash separates folders.
        lexer.escape = ""
    try:
        return list(lexer)
    except ValueError:
        return None


def arguments_of(target: Target) -> list[str]:
    """Return the words of a program's command line; none for a target of another kind."""
    return (split_command(target.app) or []) if target.kind is TargetKind.PROGRAM else []


def file_of(target: Target) -> str:
    """Return the file of a program, relative to its working folder; "" if it is a module or a script."""
    first = next(iter(arguments_of(target)), "")
    return first if first and os.path.isfile(target.root / first) else ""


def folders_of(target: Target) -> tuple[Path, ...]:
    """Return where the environment of a program is searched: its file's folder, then its working folder."""
    file = file_of(target)
    return tuple(dict.fromkeys(((target.root / file).parent, target.root))) if file else (target.root,)


def _existing(here: Path, name: str) -> Path | None:
    """Return the absolute path of what is there; None if nothing is."""
    try:
        path = (here / expanded(name)).resolve()
    except ERRORS:
        return None
    return path if os.path.exists(path) else None


def _target(spec: str, root: Path, words: list[str], *, name: str) -> Target:
    return Target(kind=TargetKind.PROGRAM, spec=spec, root=root, app=shlex.join(words), name=name)


def _programs_like(path: Path) -> tuple[str, ...]:
    """Return the names of similar files in the same folder."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    names = [file.name for file in entries(path.parent) if file.suffix in SUFFIXES]
    return tuple(difflib.get_close_matches(path.name, names, 3))
