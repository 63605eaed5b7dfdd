"""`fumehood [TARGET]`: the window, or where there can be none, the reason and `fumehood serve`."""

import os
import threading
from typing import TYPE_CHECKING

import click

from desktop import control, launching, logs, toolkit, words
from desktop.exits import Exit, fail, say
from desktop.instance import Instance
from desktop.paths import Paths
from desktop.serve import bind
from desktop.shutdown import Shutdown, on_signals
from desktop.words import _
from server.model.guest import Problem

if TYPE_CHECKING:
    from desktop.frame import Frame
    from desktop.workbench import Workbench


@click.command("open", help=_("Open the window."))
@click.argument("target", required=False)
def command(target: str | None = None) -> int:
    """Open the window, raise the one that is open, or serve where no window can be."""
    paths = launching.prepare()
    if isinstance(paths, Problem):
        fail(paths)
    target = _checked(target)
    question = {"command": "open", "target": target, "activation": launching.activation_token()}
    ours = launching.become(paths, question)
    if isinstance(ours, Problem):
        fail(ours)
    if not isinstance(ours, Instance):
        return _handed_over(ours)
    # Before any thread is started: it tries things in a forked child.
    lack = toolkit.lack()
    if lack is not None:
        say(f"fumehood: {lack.cause}")
        say(lack.remedy)
        say(_("Until then it goes on without a window, as `fumehood serve` does:"))
        ended = launching.serve(ours, paths, target=target)
        if isinstance(ended, Problem):
            fail(ended)
        return ended
    return _window(ours, paths, target)


def _checked(target: str | None) -> str | None:
    """The target so that another process finds it too; ends here where there is none."""
    if target is None:
        return None
    from desktop.targets import find_page  # noqa: PLC0415 - a launch without a target need not wait for the runner

    found = find_page(target)
    if isinstance(found, Problem):
        fail(found)
    return launching.absolute(target)


def _handed_over(answer: control.Message) -> int:
    if not answer.get("window"):
        say(_("fumehood: it runs already, without a window; this is the way in."))
        launching.tell_link(answer)
    return Exit.OK


def _window(ours: Instance, paths: Paths, target: str | None) -> int:
    """Open the window while the app behind it is being built, and end everything when it closes."""
    from desktop import chosen  # noqa: PLC0415 - imports the store, which only a window needs here
    from desktop.commands.dressing import options  # noqa: PLC0415 - imports Qt
    from desktop.window import Window  # noqa: PLC0415 - imports Qt
    from desktop.workbench import Workbench  # noqa: PLC0415 - imports the app

    words.speak(chosen.language(paths.data))
    shutdown = Shutdown()
    workbench = Workbench(bind(0), shutdown)
    window = Window(options(paths))
    launching.say_what_lacks()
    failure: list[BaseException] = []

    def build() -> None:
        try:
            workbench.start(paths, shell=window.frame)
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
        shutdown.add("log", logs.stop)
        shutdown.run()
    if failure:
        raise failure[0]
    return Exit.OK


def _answering(frame: "Frame", workbench: "Workbench") -> control.Handler:
    """What other launches get: a link if they ask for one, else the window in front of them."""

    def answer(question: control.Message) -> control.Message:
        if question.get("command") == "link":
            return {"link": workbench.link(), "window": True}
        if question.get("activation"):
            os.environ["XDG_ACTIVATION_TOKEN"] = str(question["activation"])
        target = question.get("target")
        frame.come_forward(str(target) if target else None)
        return {"window": True}

    return answer
