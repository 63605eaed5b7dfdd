"""The problems of starting and running a guest, worded in the language of the reader."""

import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from server.i18n import gettext as _
from server.i18n import ngettext
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests import limit_problems, program_problems
from server.runner.processes.limits import Limits

# Called when the problem is shown, not when it happens, because only the reader has a language.
LazyProblem = Callable[[], Problem]

# How the probe begins the message of a SystemExit.
_EXITED: Final = "The app exited while it was imported: "
# The signals after which `faulthandler` prints the stacks: SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV.
_CRASHES: Final = frozenset({4, 6, 7, 8, 11})
# How many of the last lines that an app printed are shown with the reason why it could not be started.
OUTPUT_LINES: Final = 30
_MISSING: Final = re.compile(r"ModuleNotFoundError: No module named '(\w+)([\w.]*)'")
# What `os.environ["NAME"]` raises, and where.
_KEY: Final = re.compile(r"KeyError: '(\w+)'")
_IN_ENVIRON: Final = re.compile(r'(?:\bos\.py|<frozen os>)", line \d+, in __getitem__')


def load_failed(  # noqa: PLR0913 - what the probe reported, and what is known here
    code: str,
    message: str,
    traceback: str,
    root: str = "",
    *,
    program: str = "",
    output: str = "",
    limits: Limits | None = None,
) -> Problem:
    """The probe reported that it could not load the app; `code` is one of those in docs/channel.md.

    `root` is the folder of the app: a missing module that exists there needs no installation. `program` is a
    file in it that may do better as a program. `output` is what the app printed, which begins the details.
    """
    printed = "\n".join(output.strip("\n").split("\n")[-OUTPUT_LINES:])
    # The message is in the cause too; what comes first is read first.
    detail = "\n\n".join(part for part in (printed or message, traceback) if part)
    problem = (limits is not None and limit_problems.limit_reached(code, message, limits)) or (
        program_problems.program_problem(code, message, root, program, printed, traceback=traceback)
    )
    if problem:
        return replace(problem, detail=detail)
    match code:
        case "no-app":
            cause = _("No Flask app was found: %(message)s", message=message)
            remedy = _("Name the file that creates the app, or its factory: module:factory.")
        case "import-error" | "factory-error":
            cause = _import_cause(message, in_factory=code == "factory-error")
            code = "import-error"
            remedy = _import_remedy(message, traceback, root, printed)
        case "no-flask":
            cause = _("The interpreter has no Flask: %(message)s", message=message)
            remedy = _("Install Flask for that interpreter, or choose another one with --python.")
        case "no-folder":
            cause = _("The app's folder cannot be entered: %(message)s", message=message)
            remedy = _("Put the folder back, or open the app from where it is now.")
        case "no-server":
            cause = _("No server was found for the app: %(message)s", message=message)
            remedy = _("Install waitress for that interpreter.")
        case "not-wsgi":
            cause = _("The object that was found is not a WSGI application: %(message)s", message=message)
            remedy = _("Name the application object or its factory: module:name.")
        case "asgi":
            cause = _(
                "The app is an ASGI application, which flask run cannot serve either: %(message)s",
                message=message,
            )
            remedy = _(
                "Name a WSGI application. To see this one here, wrap it with a2wsgi:"
                " wsgi = ASGIMiddleware(app), and name module:wsgi."
            )
        case "no-celery":
            cause = _("The interpreter has no Celery: %(message)s", message=message)
            remedy = _("Install Celery for that interpreter, or choose another one with --python.")
        case "no-celery-app":
            cause = _("No Celery app was found: %(message)s", message=message)
            remedy = _("Create it when the app is loaded, and store it as app.extensions['celery'].")
        case "port":
            cause = _("The app could not take a port: %(message)s", message=message)
            remedy = _("Stop the program that uses the port, and try again.")
        case _:
            code, cause = "failed", _("The app could not be started: %(message)s", message=message)
            remedy = _("The details say what happened.")
    return Problem(code=ProblemCode(code), cause=cause, remedy=remedy, detail=detail)


def _import_cause(message: str, *, in_factory: bool) -> str:
    """Return what went wrong while the app was imported, or made by its factory."""
    if in_factory:
        return str(_("The function that creates the app raised an error: %(message)s", message=message))
    if message.startswith(_EXITED):
        last = message.removeprefix(_EXITED)
        return str(_("The app ended itself while it was imported: %(message)s", message=last))
    return str(_("The app could not be imported: %(message)s", message=message))


def _import_remedy(message: str, traceback: str, root: str, printed: str) -> str:
    """Return what to do about an error while the app was imported."""
    missing = _MISSING.fullmatch(message)
    if missing is not None and not _contains_module(root, missing[1]):
        if missing[2]:
            # Python names the first part that is missing: the package itself is there.
            return str(
                _(
                    "Install the version of %(module)s that the app asks for, or choose the interpreter of"
                    " the app's own environment with --python.",
                    module=missing[1],
                )
            )
        return str(
            _(
                "Install %(module)s for that interpreter, or choose the one of the app's own environment"
                " with --python.",
                module=missing[1],
            )
        )
    variable = _KEY.fullmatch(message)
    if variable is not None and _IN_ENVIRON.search(traceback):
        return str(
            _(
                "Set the environment variable %(name)s before you start Fumehood, or write it into .env,"
                " which python-dotenv reads.",
                name=variable[1],
            )
        )
    if printed and message.startswith(_EXITED):
        return str(_("What it printed may say why."))
    if traceback and "Traceback (" not in traceback:
        return str(_("Fix the line that is shown."))
    return program_problems.traceback_remedy(traceback, root)


def not_started(why: str, python: str) -> Problem:
    """The operating system refused to run the interpreter."""
    return Problem(
        code=ProblemCode.NOT_STARTED,
        cause=_("%(python)s could not be started: %(why)s", python=python, why=why),
        remedy=_("Choose another interpreter."),
        detail=why,
    )


def worker_ended(code: int | None, output: str, lost: int) -> Problem:
    """A Celery worker ended without being stopped, while it was running so many tasks."""
    cause = _("The worker was ended from outside.")
    if code is not None:
        cause = (
            _("The worker was killed by %(signal)s.", signal=_signal_name(-code))
            if code < 0
            else _("The worker ended by itself with exit code %(code)d.", code=code)
        )
    return Problem(
        code=ProblemCode.WORKER_ENDED,
        cause=cause,
        remedy=" ".join(filter(None, (_printed(output), _lost_tasks(lost)))),
        detail=output,
    )


def _printed(output: str) -> str:
    # It may be from long before the end.
    return str(_("What it printed may say why.") if output.strip() else _("It printed nothing."))


def _lost_tasks(lost: int) -> str:
    if not lost:
        return ""
    sentence: str = ngettext(
        "The task that it was running is shown as lost.",
        "The %(num)d tasks that it was running are shown as lost.",
        lost,
    )
    return sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Exited:
    """The guest's process ended without being stopped; a LazyProblem, so calling it returns the Problem.

    `code` is negative for a signal and None where it is unknown; `starting` says that the guest had not been
    ready yet, `answering` which requests it was answering, such as `GET /exit`. `output` is then what was
    printed since the first of them began.
    """

    code: int | None
    output: str
    starting: bool = False
    answering: tuple[str, ...] = ()

    def __call__(self) -> Problem:
        """Return the problem, with as much of the reason as is known."""
        remedy = self._remedy()
        if self.code is None:
            cause = self._with_requests(
                _("The app's process was ended from outside, together with its supervisor.")
            )
        elif self.code < 0:
            number = -self.code
            cause = self._with_requests(
                _(
                    "The app was killed by %(signal)s: %(meaning)s",
                    signal=_signal_name(number),
                    meaning=_signal_meaning(number),
                )
            )
        elif self.code == 0:
            cause = self._with_requests(
                _("The app's process ended by itself, without an error (exit code 0).")
            )
            remedy = _("Look for a call that ends the process, such as sys.exit() or os._exit().")
        elif exception := _uncaught_exception(self.output) if self.starting and self.code == 1 else "":
            cause = _("The app's process ended with exit code %(code)d: %(last)s", code=1, last=exception)
        elif self.answering:
            cause = _(
                "The app's process ended with exit code %(code)d while it answered %(requests)s.",
                code=self.code,
                requests=", ".join(self.answering),
            )
        else:
            cause = _("The app's process ended with exit code %(code)d.", code=self.code)
        return Problem(code=ProblemCode.EXITED, cause=cause, remedy=remedy, detail=self.output)

    def _remedy(self) -> str:
        if not self.output.strip() and self.code is not None and -self.code in _CRASHES:
            return str(
                _(
                    "It printed nothing. Set the environment variable PYTHONFAULTHANDLER=1 before you start"
                    " Fumehood: then Python prints where the app crashed."
                )
            )
        if self.answering and not self.output.strip():
            return str(_("It printed nothing since then."))
        return _printed(self.output)

    def _with_requests(self, cause: str) -> str:
        if not self.answering:
            return cause
        answering = _("It was answering %(requests)s.", requests=", ".join(self.answering))
        return f"{cause} {answering}"


def _uncaught_exception(output: str) -> str:
    """Return the last line of a traceback at the end of the output; "" if it does not end with one."""
    *before, last = output.rstrip().split("\n")
    for line in reversed(before):
        if line == "Traceback (most recent call last):":
            return last if last[:1].strip() else ""
        if not line.startswith("  "):
            return ""
    return ""


def _contains_module(root: str, module: str) -> bool:
    """Return whether the app's folder contains a module of that name."""
    return bool(root) and any(os.path.exists(Path(root) / name) for name in (module, f"{module}.py"))


def channel_broken(what: str, output: str) -> Problem:
    """The guest violated docs/channel.md, or closed the channel and did not end."""
    return Problem(
        code=ProblemCode.CHANNEL,
        cause=_("The probe inside the app failed: %(what)s.", what=what),
        remedy=_("Try again. If it happens again, the app interferes with the probe."),
        detail=output,
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(_("signal %(number)d", number=number))


def _signal_meaning(number: int) -> str:
    """Return what a signal commonly means when it ends an app."""
    match number:
        case 9:
            return str(_("something outside ended it, perhaps because the system ran out of memory."))
        case 15:
            return str(_("something asked it to end."))
        case 6:
            return str(_("it aborted itself, usually in a library written in C."))
        case 4 | 7 | 8 | 11:
            return str(_("a library written in C crashed."))
        case 24:
            return str(_("it used more processor time than it may."))
        case _:
            return str(_("the operating system ended it."))
