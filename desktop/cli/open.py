"""`fumehood [TARGET]`: opens the window; where that is impossible, says why and serves without one."""

import os
import threading
from typing import TYPE_CHECKING

import click

from desktop.cli import startup
from desktop.cli.errors import fail, print_message
from desktop.shell import i18n, log_file
from desktop.shell.i18n import _
from desktop.shell.paths import Paths
from desktop.shell.preflight import requirements
from desktop.shell.process import ipc
from desktop.shell.process.loopback import listen_at_name
from desktop.shell.process.relaunch import relaunch
from desktop.shell.process.shutdown import Shutdown
from desktop.shell.process.signals import stop_on_signals
from desktop.shell.process.single_instance import SingleInstance
from desktop.workbench.app_info import fumehood
from server.model.exit_code import ExitCode
from server.model.printable import is_encodable
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

if TYPE_CHECKING:
    from desktop.shell.window.window_handle import WindowHandle
    from desktop.workbench.workbench import Workbench


@click.command("open", help=_("Open the window."))
@click.argument("target", required=False)
def command(target: str | None = None) -> int:
    """Open the window, raise the one that is open, or serve where no window can be opened."""
    paths = startup.prepare()
    if isinstance(paths, Problem):
        fail(paths)
    target = _checked(target)
    request = {"command": "open", "target": target, "activation": startup.take_activation_token()}
    instance = startup.become_instance(paths, request)
    if isinstance(instance, Problem):
        fail(instance)
    if not isinstance(instance, SingleInstance):
        return _report_running(instance)
    # Before any thread is started: it forks a child to try the sandbox.
    missing = requirements.first_missing(fumehood())
    if missing is not None:
        print_message(f"fumehood: {missing.cause}")
        print_message(missing.remedy)
        print_message(_("Until then it runs without a window, as `fumehood serve` does:"))
        outcome = startup.serve(instance, paths, target=target)
        if isinstance(outcome, Problem):
            fail(outcome)
        return outcome
    return _run_window(instance, paths, target)


def _checked(target: str | None) -> str | None:
    """Return the target in a form that another process resolves too; exits if there is no such target."""
    if target is None:
        return None
    from desktop.cli.targets import find_page  # noqa: PLC0415 - a launch without a target need not wait for the runner

    found = find_page(target)
    # The page that opens an app lets the user choose among several.
    if isinstance(found, Problem) and found.code != ProblemCode.SEVERAL_APPS:
        fail(found)
    place = startup.absolute(target) or target
    if not is_encodable(place):
        fail(
            Problem(
                code=ProblemCode.USAGE,
                cause=_("{path} is not in UTF-8, so no page can contain it.").format(path=place),
                remedy=_("Rename the folder or file. `fumehood record` can run the app as it is."),
            )
        )
    return place


def _report_running(answer: ipc.Message) -> int:
    if not answer.get("window"):
        print_message(_("fumehood: it is already running, without a window; open it with this link."))
        startup.print_link(answer)
    return ExitCode.OK


def _run_window(instance: SingleInstance, paths: Paths, target: str | None) -> int:
    """Open the window while another thread builds the workbench, and stop everything when it closes."""
    from desktop.shell.window.splash import Splash  # noqa: PLC0415 - imports Qt, without its web engine
    from desktop.workbench import startup_settings  # noqa: PLC0415 - only a window needs it

    chosen = startup_settings.read(paths.data)
    i18n.set_language(chosen.language)
    splash = Splash(fumehood(), chosen.theme)
    # The rest is imported while the splash is to be seen.
    from desktop.shell.window.main_window import Window  # noqa: PLC0415 - imports the web engine
    from desktop.shell.window.menus.items import PageMenus  # noqa: PLC0415 - only a window needs it
    from desktop.workbench.page_commands import page_commands  # noqa: PLC0415 - only a window needs it
    from desktop.workbench.workbench import Workbench  # noqa: PLC0415 - imports the app

    shutdown = Shutdown()
    workbench = Workbench(listen_at_name(0), shutdown)
    window = Window(
        fumehood(),
        placement_file=paths.placement,
        menus=PageMenus(page_commands, workbench.recent),
        theme=chosen.theme,
        splash=splash,
    )
    startup.warn_about_front_end()
    failure: list[BaseException] = []
    ended = threading.Event()

    def tell_failure() -> None:
        ended.set()
        problem = startup.server_ended()
        window.handle.tell(problem.cause, problem.remedy)

    def build() -> None:
        try:
            workbench.start(paths, window_api=window.handle, on_failure=tell_failure)
            instance.listen(_ipc_handler(window.handle, workbench))
        except BaseException as error:
            failure.append(error)
            window.handle.close()

    builder = threading.Thread(target=build, name="fumehood-builder")
    builder.start()
    try:
        window.run(
            workbench.window_address(target),
            on_signals=lambda: stop_on_signals(window.handle.close),
        )
    finally:
        builder.join()
        shutdown.add("instance", instance.release)
        shutdown.add("log", log_file.stop)
        shutdown.run()
    if failure:
        raise failure[0]
    if window.handle.restart_wanted:
        relaunch()
    if ended.is_set():
        fail(startup.server_ended())
    workbench.start_again()
    return ExitCode.OK


def _ipc_handler(window: "WindowHandle", workbench: "Workbench") -> ipc.Handler:
    """Return a handler for other launches: it answers with a link, or brings the window to the front."""

    def answer(request: ipc.Message) -> ipc.Message:
        if request.get("command") == "link":
            return {"link": workbench.link(), "window": True}
        if request.get("activation"):
            os.environ["XDG_ACTIVATION_TOKEN"] = str(request["activation"])
        target = request.get("target")
        window.come_forward(str(target) if target else None)
        return {"window": True}

    return answer
