"""`fumehood requests`: checks the saved requests of a project against its routes, and makes missing ones."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli.errors import fail, print_message
from desktop.shell.i18n import _, ngettext
from desktop.shell.process.signals import terminates_on_signals
from server.model.exit_code import ExitCode
from server.model.printable import printable_line
from server.model.problem import Problem

if TYPE_CHECKING:
    from server.model.guest import Route, Target
    from server.runner.requests.collection.comparison import CollectionCheck

_PYTHON = click.option(
    "--python", type=click.Path(path_type=Path), help=_("The interpreter to run the app with.")
)


@click.group(
    "requests",
    short_help=_("Check the saved requests of a project, or make them."),
    help=_("For the saved requests of a project, text files in its folder http-requests."),
)
def command() -> None:
    """Check saved requests, or make them."""


@command.command(
    "check",
    short_help=_("Report which routes are new, gone or changed."),
    help=_(
        "Start the app of TARGET, and report which of its routes have no saved request, which requests have "
        "no route or another one now, and which files cannot be read. No request is sent."
    ),
)
@click.argument("target")
@_PYTHON
def check(target: str, python: Path | None) -> int:
    """Print a line for each difference; the exit code is 1 if there is one."""
    # --help need not wait for the runner.
    from server.runner.requests.collection import comparison, folder, problems  # noqa: PLC0415 - see above

    resolved, routes = _routes(target, python)
    files = folder.collected(resolved.root)
    found = comparison.compare(files, routes)
    for line in _lines(found):
        print(printable_line(line))
    for name, broken in found.broken:
        problem = problems.broken_file(name, broken)
        print_message(f"fumehood: {problem.cause} {problem.remedy}")
    if not found.differs:
        print(
            ngettext(
                "{count} saved request fits the routes.", "{count} saved requests fit the routes.", len(files)
            ).format(count=len(files))
        )
    return ExitCode.DIFFERS if found.differs else ExitCode.OK


@command.command(
    "make",
    short_help=_("Save a request for each route that has none."),
    help=_(
        "Start the app of TARGET, and write a file for each of its routes without a saved request into the "
        "folder http-requests of the project. Files that exist stay as they are."
    ),
)
@click.argument("target")
@_PYTHON
def make(target: str, python: Path | None) -> int:
    """Print the path of each file that was written."""
    from server.runner.requests.collection import folder, making  # noqa: PLC0415 - as above

    resolved, routes = _routes(target, python)
    made = making.make(resolved.root, routes)
    if isinstance(made, Problem):
        fail(made)
    for name in made:
        print(printable_line(f"{folder.FOLDER_NAME}/{name}{folder.SUFFIX}"))
    return ExitCode.OK


def _lines(found: "CollectionCheck") -> list[str]:
    lines = [_("new: {method} {rule}").format(method=method, rule=route.rule) for method, route in found.new]
    lines += [
        _("gone: {name}: no route takes {method} {path}").format(
            name=name, method=saved.method, path=saved.target
        )
        for name, saved in found.gone
    ]
    for each in found.changed:
        if each.method in each.methods:
            text = _("changed: {name}: {former} is {rule} now").format(
                name=each.name, former=each.former, rule=each.rule
            )
        else:
            text = _("changed: {name}: {rule} takes {methods}, not {method}").format(
                name=each.name, rule=each.rule, methods=", ".join(each.methods), method=each.method
            )
        lines.append(text)
    return lines


def _routes(spec: str, python: Path | None) -> "tuple[Target, tuple[Route, ...]]":
    """Return the target and the routes of its app, which is started for that and stopped again."""
    from desktop.cli import targets  # noqa: PLC0415 - as above
    from desktop.cli.record import notes  # noqa: PLC0415 - as above
    from server.model.guest import GuestState  # noqa: PLC0415 - as above
    from server.runner.guests.guests import Guests  # noqa: PLC0415 - as above
    from server.runner.guests.limit_problems import start_timeout  # noqa: PLC0415 - as above
    from server.runner.processes.limits import Limits  # noqa: PLC0415 - as above
    from server.runner.targets.interpreters import usable_python  # noqa: PLC0415 - as above

    interpreter = targets.choose_for(spec, str(python or ""))
    resolved = targets.find(spec, interpreter)
    if isinstance(resolved, Problem):
        fail(notes.with_commands(resolved, spec))
    notes.warn(interpreter, resolved)
    usable = usable_python(interpreter)
    if isinstance(usable, Problem):
        fail(usable)
    limits = Limits()
    with terminates_on_signals():
        guests = Guests(limits=limits, notify=lambda _notification: None)
        try:
            status = guests.open(resolved, python=usable).wait(limits.start_seconds)
        finally:
            guests.close()
    if status.state is not GuestState.READY:
        problem = status.problem or start_timeout(limits.start_seconds, "\n".join(status.output))
        fail(notes.with_interpreter(notes.from_here(problem, resolved.root), interpreter))
    return resolved, status.routes
