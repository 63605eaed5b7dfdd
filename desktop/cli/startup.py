"""The start-up that `fumehood` and `fumehood serve` share: becoming the running instance, and serving."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop.cli.errors import print_message
from desktop.shell import log_file
from desktop.shell.i18n import _
from desktop.shell.paths import Paths
from desktop.shell.process import ipc, single_instance
from desktop.shell.process.loopback import (
    SHARED_HOST,
    Listening,
    PortTakenError,
    listen_at_name,
    listen_at_number,
)
from desktop.shell.process.shutdown import Shutdown
from desktop.shell.process.signals import stop_on_signals
from desktop.workbench.app_info import fumehood, user_paths
from server import resources
from server.file_access import beginning, resolved, working_folder
from server.model.exit_code import ExitCode
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# Why folders cannot be made for now: the name is no mistake.
PASSING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
# How much of the reason why the front end was not built is shown, in bytes.
LONGEST_REASON = 4_000


WAIT_SECONDS: Final = 1.0


def prepare() -> Paths | Problem:
    """Create the user's folders and start the log file in them.

    Where the disk is full or may not be written, everything works in memory, and the pages say so.
    """
    paths = user_paths()
    try:
        paths.make()
    except OSError as error:
        if error.errno not in PASSING:
            return Problem(
                code=ProblemCode.DATA_FOLDER,
                cause=_("The data folder {folder} cannot be made: {why}.").format(
                    folder=error.filename, why=error.strerror
                ),
                remedy=_("Free some disk space, or name another folder in FUMEHOOD_HOME."),
            )
    log_file.start(fumehood(), paths.logs)
    return paths


def become_instance(
    paths: Paths, request: ipc.Message
) -> single_instance.SingleInstance | ipc.Message | Problem:
    """Become the running instance; otherwise return the answer of the running one to `request`."""
    try:
        return single_instance.acquire_or_ask(
            paths, request, on_wait=lambda: print_message(_("Fumehood is starting…"))
        )
    except ipc.NoAnswerError:
        return instance_silent()


def instance_silent() -> Problem:
    """Return the problem that the running instance does not answer."""
    return Problem(
        code=ProblemCode.SILENT,
        cause=_("Fumehood is running already, and does not answer."),
        remedy=_("Wait a moment and try again, or end its process."),
    )


def absolute(spec: str | None) -> str | None:
    """Return a target that another process resolves to the same thing: paths are made absolute."""
    if spec is None or spec.startswith("lab:"):
        return spec
    if spec.startswith("run:"):
        from server.runner.targets.programs import absolute_spec  # noqa: PLC0415 - only a program needs it

        return absolute_spec(spec, working_folder())
    if os.path.exists(spec):
        return str(resolved(Path(spec)))
    from server.runner.targets.resolve import split_spec  # noqa: PLC0415 - only a name in a file or folder needs it

    place, _colon, name = split_spec(spec).partition("\0")
    file_in_folder = os.path.isdir(place) and split_spec(name).partition("\0")[0].endswith(".py")
    return f"{resolved(Path(place))}:{name}" if os.path.isfile(place) or file_in_folder else spec


def warn_about_front_end() -> None:
    """Print one line if the front end was not built: the pages work, but without style and scripts."""
    files = resources.find()
    if files.built:
        return
    why = files.dist / "problem.txt"
    told = beginning(why, LONGEST_REASON).decode("utf-8", "replace").strip()
    if told:
        print_message(f"fumehood: {told}")
    else:
        print_message(
            _("fumehood: the front end was not built. Build it with: uv sync --reinstall-package fumehood")
        )


def port_taken(port: int, why: str) -> Problem:
    """Return the problem that the requested port cannot be used."""
    return Problem(
        code=ProblemCode.PORT_TAKEN,
        cause=_("Port {port} cannot be used: {why}.").format(port=port, why=why),
        remedy=_("Choose another with --port, or leave it out and take any free one."),
    )


def server_ended() -> Problem:
    """Return the problem that the server of the pages has ended by itself."""
    return Problem(
        code=ProblemCode.SERVER_ENDED,
        cause=_("An error in Fumehood has ended the server of its pages."),
        remedy=_("Start Fumehood again; what is in the history is kept. The log file has the details."),
    )


def listen(port: int, *, numeric: bool) -> Listening:
    """Listen on that port, 0 for any free one; raises PortTakenError."""
    return listen_at_number(port) if numeric else listen_at_name(port)


def serve(
    instance: single_instance.SingleInstance,
    paths: Paths,
    *,
    port: int = 0,
    numeric: bool = False,
    target: str | None = None,
) -> ExitCode | Problem:
    """Serve without a window until a signal arrives, at a random name or a random number.

    The first line on standard output is the address, which opens `target`.
    """
    from desktop.workbench.workbench import Workbench  # noqa: PLC0415 - imports the app

    shutdown = Shutdown()
    stop, failed = threading.Event(), threading.Event()
    stop_on_signals(stop.set)

    def fail() -> None:
        failed.set()
        stop.set()

    try:
        try:
            listening = listen(port, numeric=numeric)
        except PortTakenError as error:
            return port_taken(port, str(error))
        workbench = Workbench(listening, shutdown)
        workbench.start(paths, on_failure=fail)
        instance.listen(_ipc_handler(workbench.link))
        print(_address_line(workbench.link(target)), flush=True)
        warn_about_front_end()
        if listening.host == SHARED_HOST:
            print_message(
                _("fumehood: this system has only the address 127.0.0.1, which all local servers share;")
            )
            print_message(_("docs/security.md says what that means."))
        wait_for(stop)
    finally:
        shutdown.add("instance", instance.release)
        shutdown.add("log", log_file.stop)
        shutdown.run()
    return server_ended() if failed.is_set() else ExitCode.OK


def wait_for(stop: threading.Event) -> None:
    """Wait in the main thread, which runs what a signal does, and look up each second.

    The system may give a signal to any thread, and that does not end the wait of this one.
    """
    while not stop.wait(WAIT_SECONDS):
        pass


def _address_line(link: str) -> str:
    # Not translated: programs parse it.
    return f"Fumehood is at {link}"


def _ipc_handler(link: Callable[[str | None], str]) -> ipc.Handler:
    """Return a handler that answers every request with a link, as there is no window to raise."""

    def answer(request: ipc.Message) -> ipc.Message:
        target = request.get("target")
        return {"link": link(str(target) if target else None), "window": False}

    return answer


def print_link(answer: ipc.Message) -> None:
    """Print the link into the running instance."""
    print(_address_line(str(answer["link"])), flush=True)


def take_activation_token() -> str:
    """Take the desktop's token that lets the first window come to the front; each token works once."""
    return os.environ.pop("XDG_ACTIVATION_TOKEN", "")
