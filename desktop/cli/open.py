"""`fumehood [TARGET]`: the window, or where there can be none, the reason and `fumehood serve`."""

import os
import threading
from typing import TYPE_CHECKING

import click

from desktop.cli import startup
from desktop.cli.errors import fail, say
from desktop.shell import i18n, log_file
from desktop.shell.i18n import _
from desktop.shell.paths import Paths
from desktop.shell.preflight import requirements
from desktop.shell.process import ipc
from desktop.shell.process.shutdown import Shutdown, on_signals
from desktop.shell.process.single_instance import SingleInstance
from desktop.shell.process.wsgi_server import bind
from server.model.exit_code import ExitCode
from server.model.problem import Problem

if TYPE_CHECKING:
    from desktop.shell.window.window_handle import WindowHandle
    from desktop.workbench.workbench import Workbench


@click.command("open", help=_("Open the window."))
@click.argument("target", required=False)
def command(target: str | None = None) -> int:
    """Open the window, raise the one that is open, or serve where no window can be."""
    paths = startup.prepare()
    if isinstance(paths, Problem):
        fail(paths)
    target = _checked(target)
    question = {"command": "open", "target": target, "activation": startup.activation_token()}
    ours = startup.become(paths, question)
    if isinstance(ours, Problem):
        fail(ours)
    if not isinstance(ours, SingleInstance):
        return _handed_over(ours)
    # Before any thread is started: it tries things in a forked child.
    lack = requirements.first_missing()
    if lack is not None:
        say(f"fumehood: {lack.cause}")
        say(lack.remedy)
        say(_("Until then it goes on without a window, as `fumehood serve` does:"))
        ended = startup.serve(ours, paths, target=target)
        if isinstance(ended, Problem):
            fail(ended)
        return ended
    return _window(ours, paths, target)


def _checked(target: str | None) -> str | None:
    """The target so that another process finds it too; ends here where there is none."""
    if target is None:
        return None
    from desktop.cli.targets import find_page  # noqa: PLC0415 - a launch without a target need not wait for the runner

    found = find_page(target)
    if isinstance(found, Problem):
        fail(found)
    return startup.absolute(target)


def _handed_over(answer: ipc.Message) -> int:
    if not answer.get("window"):
        say(_("fumehood: it runs already, without a window; this is the way in."))
        startup.tell_link(answer)
    return ExitCode.OK


def _window(ours: SingleInstance, paths: Paths, target: str | None) -> int:
    """Open the window while the app behind it is being built, and end everything when it closes."""
    from desktop.shell.window.main_window import Window  # noqa: PLC0415 - imports Qt
    from desktop.workbench import startup_settings  # noqa: PLC0415 - imports the store, which only a window needs here
    from desktop.workbench.window_options import options  # noqa: PLC0415 - imports Qt
    from desktop.workbench.workbench import Workbench  # noqa: PLC0415 - imports the app

    i18n.speak(startup_settings.language(paths.data))
    shutdown = Shutdown()
    workbench = Workbench(bind(0), shutdown)
    window = Window(options(paths))
    startup.say_what_lacks()
    failure: list[BaseException] = []

    def build() -> None:
        try:
            workbench.start(paths, window_api=window.frame)
            ours.listen(_answering(window.frame, workbench))
        except BaseException as error:
            failure.append(error)
            window.frame.close()

    builder = threading.Thread(target=build, name="fumehood-builder")
    builder.start()
    try:
        window.run(
            workbench.window_address(),
            target=target,
            on_signals=lambda: on_signals(window.frame.close),
        )
    finally:
        builder.join()
        shutdown.add("instance", ours.release)
        shutdown.add("log", log_file.stop)
        shutdown.run()
    if failure:
        raise failure[0]
    return ExitCode.OK


def _answering(frame: "WindowHandle", workbench: "Workbench") -> ipc.Handler:
    """What other launches get: a link if they ask for one, else the window in front of them."""

    def answer(question: ipc.Message) -> ipc.Message:
        if question.get("command") == "link":
            return {"link": workbench.link(), "window": True}
        if question.get("activation"):
            os.environ["XDG_ACTIVATION_TOKEN"] = str(question["activation"])
        target = question.get("target")
        frame.come_forward(str(target) if target else None)
        return {"window": True}

    return answer
