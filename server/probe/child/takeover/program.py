"""Running of a program as Python's command line does: a file, `-m module`, or a script of the environment.

The program is `__main__`, has its own arguments in `sys.argv`, and finds its modules where it would find them
from a terminal. Only FLASK_RUN_FROM_CLI is missing, so that `app.run()` starts a server.
"""

from __future__ import annotations

import importlib.machinery
import io
import os
import runpy
import sys
import sysconfig
import traceback
from types import ModuleType
from typing import Any, Callable

from ..describe.code_ownership import ownership
from ..guest.failure import GuestStartError, last_line
from ..patch import flask_phases
from .server_calls import Stop, server_calls

MODULE_SWITCH = "-m"
FILE_SUFFIXES = (".py", ".pyw")
# What a script of an environment begins with, if it is one for Python.
SHEBANG_BYTES = 200


def run_program(arguments: list[str], serve: Callable[..., None]) -> int:
    """Run the program until it ends, with its first server taken over by `serve`; return its exit code.

    GuestStartError if it ends, or raises an exception, before it has started a server.
    """
    os.environ.pop("FLASK_RUN_FROM_CLI", None)

    def serve_own(app: Any, started: Callable[[Stop], None]) -> None:
        for flask_app in flask_phases.created_apps():
            # The code of a program that is installed is where its app is.
            ownership.claim(str(vars(flask_app).get("import_name", "")))
        serve(app, started, kind=server_calls.kind)

    server_calls.expect(serve_own)
    name = " ".join(arguments[:2]) if arguments[0] == MODULE_SWITCH else arguments[0]
    try:
        execute(arguments)
        code = 0
    except SystemExit as error:
        code = exit_code(error)
    except GuestStartError:
        raise
    except BaseException as error:
        if not server_calls.is_taken:
            raise GuestStartError("program-error", last_line(error), error) from error
        code = report_uncaught(error)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    if not server_calls.is_taken:
        raise GuestStartError("no-server-started", f"{name} ended with exit code {code}.")
    return code


def execute(arguments: list[str]) -> None:
    """Find the program and run its code as `__main__`."""
    first, *rest = arguments
    if first == MODULE_SWITCH:
        if not rest:
            raise GuestStartError("no-program", "After -m the name of a module is missing.")
        sys.path.insert(0, os.getcwd())
        # As with `python -m`, the name of the module's file follows once that is known.
        sys.argv[:] = [MODULE_SWITCH, *rest[1:]]
        run_module(rest[0])
    elif os.path.isdir(first) or (os.path.isfile(first) and not first.endswith(FILE_SUFFIXES)):
        sys.argv[:] = arguments
        runpy.run_path(first, run_name="__main__")
    elif os.path.isfile(first):
        sys.argv[:] = arguments
        run_file(os.path.abspath(first))
    else:
        run_script(first, rest)


def run_module(name: str) -> None:
    """Run a module, or the `__main__` of a package; GuestStartError if there is none of that name."""
    try:
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    except ImportError as error:
        # runpy raises a plain ImportError, without the name of a module, if it finds no code to run.
        if type(error) is ImportError and error.name is None and name in str(error):
            raise GuestStartError("no-program", str(error)) from error
        raise


def run_file(path: str) -> None:
    """Run a file as `python FILE` does."""
    sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
    main = new_main(path)
    with io.open_code(path) as stream:
        code = compile(stream.read(), path, "exec")
    exec(code, vars(main))  # noqa: S102 - it is what Python does with a program


def new_main(path: str) -> ModuleType:
    """Make the module `__main__` of a file."""
    main = ModuleType("__main__")
    loader = importlib.machinery.SourceFileLoader("__main__", path)
    vars(main).update(__file__=path, __loader__=loader, __builtins__=sys.modules["builtins"], __cached__=None)
    sys.modules["__main__"] = main
    return main


def run_script(name: str, arguments: list[str]) -> None:
    """Run a console script of this interpreter's environment; GuestStartError if it has none of that name."""
    file = script_file(name)
    if file is not None:
        sys.argv[:] = [file, *arguments]
        run_file(file)
        return
    function = entry_point(name)
    if function is None:
        raise GuestStartError(
            "no-program",
            f"{name} is neither a file in {os.getcwd()} nor a script of the environment of {sys.executable}.",
        )
    sys.argv[:] = [name, *arguments]
    sys.exit(function())


def script_file(name: str) -> str | None:
    """Return the script of that name beside the interpreter, if it is one for Python."""
    if os.path.basename(name) != name:
        return None
    for folder in (os.path.dirname(sys.executable), sysconfig.get_path("scripts")):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            with open(path, "rb") as stream:
                start = stream.read(SHEBANG_BYTES)
            if start.startswith(b"#!") and b"python" in start:
                return path
    return None


def entry_point(name: str) -> Any:
    """Return the function of a console script, where its file is not one for Python; None without one."""
    from importlib import metadata

    for distribution in metadata.distributions():
        for point in distribution.entry_points:
            if point.group == "console_scripts" and point.name == name:
                return point.load()
    return None


def exit_code(error: SystemExit) -> int:
    """Return the exit code of a SystemExit, and print its message, as Python does."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code
    sys.stderr.write(f"{error.code}\n")
    return 1


def report_uncaught(error: BaseException) -> int:
    """Print an exception that the program did not catch, without the frames of the probe."""
    trace = error.__traceback__
    folder = os.path.dirname(os.path.realpath(__file__))
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(folder):
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)
    return 1
