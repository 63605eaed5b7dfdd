"""What `fumehood` and `fumehood serve` share: becoming the running instance, serving until told to end."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from desktop.cli.errors import say
from desktop.shell import log_file
from desktop.shell.i18n import _
from desktop.shell.paths import Paths
from desktop.shell.paths import paths as user_paths
from desktop.shell.process import ipc, single_instance
from desktop.shell.process.shutdown import Shutdown, on_signals
from desktop.shell.process.wsgi_server import PortTakenError, bind
from server import resources
from server.model.exit_code import ExitCode
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


def prepare() -> Paths | Problem:
    """The user's folders, made, with the log file in them."""
    found = user_paths()
    try:
        found.make()
    except OSError as error:
        return Problem(
            code=ProblemCode.DATA_FOLDER,
            cause=_("The data folder {folder} cannot be made: {why}.").format(
                folder=error.filename, why=error.strerror
            ),
            remedy=_("Make room for it, or name another folder in FUMEHOOD_HOME."),
        )
    log_file.start(found.logs)
    return found


def become(paths: Paths, question: ipc.Message) -> single_instance.SingleInstance | ipc.Message | Problem:
    """The right to be the running instance, or what the running one answers to `question`."""
    try:
        return single_instance.acquire_or_ask(
            paths, question, on_wait=lambda: say(_("Fumehood is starting…"))
        )
    except ipc.NoAnswerError:
        return silent()


def silent() -> Problem:
    """That some process holds the right to be the running one and says nothing."""
    return Problem(
        code=ProblemCode.SILENT,
        cause=_("Fumehood is running already, and does not answer."),
        remedy=_("Wait a moment and try again, or end its process."),
    )


def absolute(spec: str | None) -> str | None:
    """What a user pointed at, so that another process finds the same: a path is made absolute."""
    if spec is None or spec.startswith("lab:") or not Path(spec).exists():
        return spec
    return str(Path(spec).resolve())


def say_what_lacks() -> None:
    """One line where the front end was not built, since the pages still work, but bare."""
    found = resources.find()
    if found.built:
        return
    why = found.dist / "problem.txt"
    if why.is_file():
        say(f"fumehood: {why.read_text('utf-8').strip()}")
    else:
        say(_("fumehood: the front end was not built. Build it with: uv sync --reinstall-package fumehood"))


def taken(port: int, why: str) -> Problem:
    """That the port which was asked for is not to be had."""
    return Problem(
        code=ProblemCode.PORT_TAKEN,
        cause=_("Port {port} cannot be used: {why}.").format(port=port, why=why),
        remedy=_("Choose another with --port, or leave it out and take any free one."),
    )


def serve(
    ours: single_instance.SingleInstance, paths: Paths, *, port: int = 0, target: str | None = None
) -> ExitCode | Problem:
    """Serve without a window until a signal comes.

    The first line on standard output is the address, which leads to `target`.
    """
    from desktop.workbench.workbench import Workbench  # noqa: PLC0415 - imports the app

    shutdown = Shutdown()
    ended = threading.Event()
    on_signals(ended.set)
    try:
        try:
            listening = bind(port)
        except PortTakenError as error:
            return taken(port, str(error))
        workbench = Workbench(listening, shutdown)
        workbench.start(paths)
        ours.listen(_answering(workbench.link))
        print(_address_line(workbench.link(target)), flush=True)
        say_what_lacks()
        wait(ended)
    finally:
        shutdown.add("instance", ours.release)
        shutdown.add("log", log_file.stop)
        shutdown.run()
    return ExitCode.OK


def wait(ended: threading.Event) -> None:
    """Wait in the main thread, where signals are handled; Windows sees Ctrl+C only between two waits."""
    while not ended.wait(0.5 if sys.platform == "win32" else 3600):
        pass


def _address_line(link: str) -> str:
    # Not translated: programs read it.
    return f"Fumehood is at {link}"


def _answering(link: Callable[[str | None], str]) -> ipc.Handler:
    """Without a window there is one answer: the way in."""

    def answer(question: ipc.Message) -> ipc.Message:
        target = question.get("target")
        return {"link": link(str(target) if target else None), "window": False}

    return answer


def tell_link(answer: ipc.Message) -> None:
    """Print the way into the running instance."""
    print(_address_line(str(answer["link"])), flush=True)


def activation_token() -> str:
    """By which a desktop lets the first window come forward for the second launch; a token serves once."""
    return os.environ.pop("XDG_ACTIVATION_TOKEN", "")
