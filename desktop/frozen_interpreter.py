"""Makes the frozen app act as a Python interpreter, for processes that start `sys.executable`.

It accepts `-c CODE`, `-m MODULE`, a script or `-`, after any options, of which those without meaning here are
ignored. It obeys PYTHONPATH, PYTHONUNBUFFERED and PYTHONWARNINGS, which a frozen program does not read.
"""

import os
import runpy
import sys
import warnings
from itertools import pairwise
from types import ModuleType

_WITH_VALUE = ("-X", "-W", "--check-hash-based-pycs")


def run(arguments: list[str]) -> None:
    """Act as `python arguments…`; returns when the program does, or exits as it does."""
    if arguments[:1] == ["--multiprocessing-fork"]:
        from multiprocessing import spawn  # noqa: PLC0415 - few programs need it

        spawn.freeze_support()
        return
    options, rest = _split(arguments)
    _apply(options)
    own: list[str] | None = [] if {"-I", "-P"} & set(options) else None
    match rest:
        case ["-V" | "-VV" | "--version", *_]:
            print(f"Python {sys.version.split()[0]}")
        case ["-c", code, *others]:
            _prepare(["-c", *others], [""] if own is None else own)
            _execute(code, "<string>")
        case ["-m", module, *others]:
            _prepare(["-m", *others], [os.getcwd()] if own is None else own)
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case [] | ["-", *_]:
            _prepare(rest or [""], [""] if own is None else own)
            _execute(sys.stdin.read(), "<stdin>")
        case [script, *others]:
            folder = os.path.dirname(os.path.realpath(script))
            _prepare([script, *others], [folder] if own is None else own)
            runpy.run_path(script, run_name="__main__")


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Split off the interpreter's own options; `-xc CODE` is taken apart as Python does."""
    options: list[str] = []
    rest = list(arguments)
    while rest and rest[0].startswith("-") and rest[0] not in ("-", "-c", "-m", "-V", "-VV", "--version"):
        option = rest.pop(0)
        if option in _WITH_VALUE:
            options += [option, rest.pop(0)] if rest else []
        elif option.startswith(_WITH_VALUE) or option.startswith("--"):
            options.append(option)
        else:
            letters = option[1:]
            end = min((at for at in (letters.find("c"), letters.find("m")) if at >= 0), default=len(letters))
            options += [f"-{letter}" for letter in letters[:end]]
            if end < len(letters):
                rest[:0] = [f"-{letters[end]}", *([letters[end + 1 :]] if letters[end + 1 :] else [])]
    return options, rest


def _apply(options: list[str]) -> None:
    """Apply the options and environment variables of an interpreter."""
    if "-u" in options or os.environ.get("PYTHONUNBUFFERED"):
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(write_through=True)  # type: ignore[union-attr]  # they are still the original streams
    if "-B" in options or os.environ.get("PYTHONDONTWRITEBYTECODE"):
        sys.dont_write_bytecode = True
    rules = [rule for rule in os.environ.get("PYTHONWARNINGS", "").split(",") if rule]
    rules += [value for option, value in pairwise(options) if option == "-W"]
    rules += [option[2:] for option in options if option.startswith("-W") and option != "-W"]
    for rule in rules:
        action = rule.split(":")[0].strip()
        if action in ("default", "error", "ignore", "always", "module", "once"):
            warnings.simplefilter(action)  # type: ignore[arg-type]  # it is one of them


def _prepare(argv: list[str], first: list[str]) -> None:
    """Set `sys.argv` and `sys.path` for the program."""
    sys.argv[:] = argv
    python_path = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    standard = sys.path if getattr(sys, "frozen", False) else sys.path[1:]
    sys.path[:] = [*first, *python_path, *(part for part in standard if part not in python_path)]


def _execute(code: str, name: str) -> None:
    main = ModuleType("__main__")
    sys.modules["__main__"] = main
    exec(compile(code, name, "exec"), vars(main))  # noqa: S102 - an interpreter runs what it is given
