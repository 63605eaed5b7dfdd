"""The frozen app in the place of an interpreter, for processes that start `sys.executable` and mean Python.

It takes what programs give an interpreter: `-c CODE`, `-m MODULE`, a script or `-`, after any of the
options that decide nothing here. The environment's PYTHONPATH, PYTHONUNBUFFERED and PYTHONWARNINGS, which a
frozen program does not read by itself, are obeyed.
"""

import os
import runpy
import sys
import warnings
from itertools import pairwise
from types import ModuleType

_WITH_VALUE = ("-X", "-W", "--check-hash-based-pycs")


def run(arguments: list[str]) -> None:
    """Be `python arguments…`; returns, or ends as the program that it runs does."""
    if arguments[:1] == ["--multiprocessing-fork"]:
        from multiprocessing import spawn  # noqa: PLC0415 - few programs need it

        spawn.freeze_support()
        return
    options, rest = _split(arguments)
    _settle(options)
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
    """The interpreter's own options, and what is left: `-xc CODE` is taken apart as Python does."""
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


def _settle(options: list[str]) -> None:
    """Do what the options and the environment ask of an interpreter."""
    if "-u" in options or os.environ.get("PYTHONUNBUFFERED"):
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(write_through=True)  # type: ignore[union-attr]  # nobody has replaced them yet
    if "-B" in options or os.environ.get("PYTHONDONTWRITEBYTECODE"):
        sys.dont_write_bytecode = True
    asked = [rule for rule in os.environ.get("PYTHONWARNINGS", "").split(",") if rule]
    asked += [value for option, value in pairwise(options) if option == "-W"]
    asked += [option[2:] for option in options if option.startswith("-W") and option != "-W"]
    for rule in asked:
        action = rule.split(":")[0].strip()
        if action in ("default", "error", "ignore", "always", "module", "once"):
            warnings.simplefilter(action)  # type: ignore[arg-type]  # it is one of them


def _prepare(argv: list[str], first: list[str]) -> None:
    """Let the arguments and the search path be those of the program."""
    sys.argv[:] = argv
    named = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    inside = sys.path if getattr(sys, "frozen", False) else sys.path[1:]
    sys.path[:] = [*first, *named, *(part for part in inside if part not in named)]


def _execute(code: str, name: str) -> None:
    main = ModuleType("__main__")
    sys.modules["__main__"] = main
    exec(compile(code, name, "exec"), vars(main))  # noqa: S102 - an interpreter runs what it is given
