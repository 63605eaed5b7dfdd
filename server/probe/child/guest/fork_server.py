"""Forks guests, so that they start with Python and Flask loaded.

The process that runs here has one thread and never any code of the user's app; it may have imported the
libraries of that app. For each guest it forks its supervisor, which forks the guest.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import sys
import threading
from types import ModuleType
from typing import Any, NoReturn

from .preloaded import Trace, hide

PIPES = 4
READY = b"ready "
UNFIT = b"unfit "
ANSWER_BYTES = 64


class IsGuest(BaseException):
    """Raised in a process that has become a guest, to leave the code of its supervisor."""


def serve_forks(control: int, supervisor: str, preload: dict[str, Any] | None = None) -> None:
    """Fork a guest for each message on the socket `control`; return in each guest, and nowhere else.

    `preload` names libraries to import before. The modules that they have looked for in vain come after
    `ready`. A library that has to be imported in each guest is reported in the place of `ready`, and the
    process ends.

    A message brings four pipes: the standard input, output and error of a supervisor, and one for its exit
    code. The answer is its process id. `supervisor` is the file of its program.
    """
    if threading.active_count() > 1:
        os._exit(1)  # what other threads do is lost in a fork
    program = load_program(supervisor)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets children that have ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is for Fumehood
    with socket.socket(fileno=control) as connection:
        trace = import_libraries(connection, preload)
        connection.send(READY + b" ".join(name.encode() for name in (trace.missing if trace else ())))
        while True:
            pipes = receive_pipes(connection)
            if not pipes:
                os._exit(0)
            child = os.fork()
            if child == 0:
                try:
                    supervise(program, pipes, connection)
                except IsGuest:
                    if trace is not None:
                        hide(trace)
                    return
            for pipe in pipes:
                os.close(pipe)
            connection.send(b"%d" % child)


def import_libraries(connection: socket.socket, order: dict[str, Any] | None) -> Trace | None:
    """Import what the host names; report a library that must be imported in each guest, and end then."""
    if order is None:
        return None
    from .preloading import UnfitError, preload  # only this process needs it

    try:
        return preload(order)
    except UnfitError as error:
        connection.send(UNFIT + str(error).encode("utf-8", "replace"))
    except Exception:
        connection.send(UNFIT)
    os._exit(0)


def load_program(path: str) -> ModuleType:
    """Load the supervisor's program, which is not among the modules that a guest sees."""
    spec = importlib.util.spec_from_file_location("_fumehood_supervisor", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"there is no supervisor in {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def receive_pipes(connection: socket.socket) -> list[int]:
    """Return the descriptors of the next message; none at the end."""
    try:
        message, pipes, _, _ = socket.recv_fds(connection, ANSWER_BYTES, PIPES)
    except OSError:
        return []
    return pipes if message else []


def supervise(program: Any, pipes: list[int], connection: socket.socket) -> NoReturn:
    """Run the supervisor in a new session on these pipes until it ends; raise IsGuest in its guest."""
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        connection.detach()
        status = move_pipes(pipes)
        code = program.main([], fork_guest(program), status)
        os.write(status, bytes([code]))
    except IsGuest:
        raise
    except BaseException:  # nobody reads what it would say
        os._exit(1)
    os._exit(code)


def move_pipes(pipes: list[int]) -> int:
    """Make three of the pipes the standard files, close all that is open but for these and the fourth.

    Return the fourth.
    """
    for standard, pipe in enumerate(pipes[:3]):
        os.dup2(pipe, standard)
    status = os.dup2(pipes[3], 3, inheritable=False)
    close_from(4)
    return status


def close_from(first: int) -> None:
    """Close every descriptor from this one on."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) >= first:
            with contextlib.suppress(OSError):  # the one of the listing itself
                os.close(int(name))


def fork_guest(program: Any) -> Any:
    """Return the function with which the supervisor starts its guest."""

    def start(settings: dict[str, Any], _command: list[str]) -> Any:
        prepare = program.limits_setter(
            int(settings["files"]), int(settings["data"]), int(settings.get("nice", 0))
        )
        reading, writing = os.pipe()
        try:
            guest = os.fork()
        except OSError as error:
            program.report({"error": str(error)})
            return None
        if guest == 0:
            become_guest(settings, reading, prepare)
            raise IsGuest
        os.close(reading)
        return program.ForkedGuest(guest, open(writing, "wb", buffering=0))

    return start


def become_guest(settings: dict[str, Any], reading: int, prepare: Any) -> None:
    """Make this process what the supervisor would otherwise have started as a program."""
    os.setsid()
    prepare()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGCONT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(reading, 0)
    os.dup2(2, 1)
    close_from(3)
    if settings.get("folder"):
        os.chdir(settings["folder"])
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it stays open as long as the process runs
    replace_environment(settings["environment"])


def replace_environment(variables: dict[str, str]) -> None:
    """Make these the variables of this process."""
    for name in set(os.environ) - set(variables):
        del os.environ[name]
    os.environ.update(variables)
