"""Why a guest is not there: each sentence is built here, from facts, in the reader's language."""

import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# Made when it is read and not when it happened, for only the reader has a language.
Reason = Callable[[], Problem]


_MISSING: Final = re.compile(r"ModuleNotFoundError: No module named '(\w+)[\w.]*'")


def failure(code: str, message: str, traceback: str, root: str = "") -> Problem:
    """What the probe reported instead of being ready: `code` as docs/channel.md has it.

    `root` is the folder of the app, by which a module of its own is told from one that is not installed.
    """
    detail = "\n\n".join(part for part in (message, traceback) if part)
    match code:
        case "no-app":
            cause = _("No Flask app was found: %(message)s", message=message)
            remedy = _("Point at the file that makes the app, or name its factory: module:factory.")
        case "import-error":
            cause = _("The app could not be imported: %(message)s", message=message)
            remedy = _("Mend the line the traceback ends with.")
            if traceback and "Traceback (" not in traceback:
                remedy = _("Mend the line that is shown.")
            missing = _MISSING.fullmatch(message)
            if missing is not None and not _lies_in(root, missing[1]):
                remedy = _(
                    "Install what holds %(module)s for that interpreter, or choose one that has it with"
                    " --python: the one of the app's own environment.",
                    module=missing[1],
                )
        case "no-flask":
            cause = _("The interpreter has no Flask: %(message)s", message=message)
            remedy = _("Install Flask for that interpreter, or choose another one with --python.")
        case "no-folder":
            cause = _("The app's folder cannot be entered: %(message)s", message=message)
            remedy = _("Put the folder back, or open the app from where it is now.")
        case "no-server":
            cause = _("Nothing was found to serve the app with: %(message)s", message=message)
            remedy = _("Install waitress for that interpreter.")
        case "not-wsgi":
            cause = _("What was found is no WSGI application: %(message)s", message=message)
            remedy = _("Name the object or the factory that is one: module:name.")
        case "no-celery":
            cause = _("The interpreter has no Celery: %(message)s", message=message)
            remedy = _("Install Celery for that interpreter, or choose another one with --python.")
        case "no-celery-app":
            cause = _("No Celery app was found: %(message)s", message=message)
            remedy = _("Make it when the app is loaded, and keep it as app.extensions['celery'].")
        case "port":
            cause = _("The app could not take a port: %(message)s", message=message)
            remedy = _("End the program that holds the port, and try again.")
        case _:
            code, cause = "failed", _("The app could not be started: %(message)s", message=message)
            remedy = _("The details say what happened.")
    return Problem(code=ProblemCode(code), cause=cause, remedy=remedy, detail=detail)


def not_started(why: str, python: str) -> Problem:
    """The operating system would not run the interpreter."""
    return Problem(
        code=ProblemCode.NOT_STARTED,
        cause=_("%(python)s could not be started: %(why)s", python=python, why=why),
        remedy=_("Choose another interpreter."),
        detail=why,
    )


def worker_ended(code: int | None, output: str) -> Problem:
    """A Celery worker ended by itself."""
    cause = _("The worker was ended from outside.")
    if code is not None:
        cause = (
            _("The worker was killed by %(signal)s.", signal=_name(-code))
            if code < 0
            else _("The worker ended by itself with exit code %(code)d.", code=code)
        )
    return Problem(
        code=ProblemCode.WORKER_ENDED,
        cause=cause,
        remedy=_("Its output says more. What it was at is told as lost."),
        detail=output,
    )


def start_timeout(seconds: float, output: str) -> Problem:
    """The guest was neither ready nor failed in time."""
    return Problem(
        code=ProblemCode.START_TIMEOUT,
        cause=_("The app was not ready within %(seconds)g seconds.", seconds=seconds),
        remedy=_(
            "Look for what its modules wait for when they are imported: a network, a lock, an endless loop."
        ),
        detail=output,
    )


def over_memory(limit_mb: int, used_mb: int) -> Problem:
    """The tree of the guest held more memory than it may, and was ended."""
    return Problem(
        code=ProblemCode.MEMORY,
        cause=_(
            "The app was killed by SIGKILL: it ran over its memory limit of %(limit)d MB"
            " (it held %(used)d MB).",
            limit=limit_mb,
            used=used_mb,
        ),
        remedy=_("Let it hold less at a time, or raise the limit in the settings."),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Exited:
    """The guest's process ended by itself; called it is the Problem, as every Reason.

    `code` is negative for a signal and None where it is unknown; `starting` says that it had never served,
    `answering` which requests it was answering, such as `GET /exit`.
    """

    code: int | None
    output: str
    starting: bool = False
    answering: tuple[str, ...] = ()

    def __call__(self) -> Problem:
        """Say why, as far as it is known."""
        remedy = _("Its output says more.")
        if self.code is None:
            cause = self._also(_("The app's process was ended from outside, together with its keeper."))
        elif self.code < 0:
            number = -self.code
            cause = self._also(
                _(
                    "The app was killed by %(signal)s: %(meaning)s",
                    signal=_name(number),
                    meaning=_meaning(number),
                )
            )
        elif self.code == 0:
            cause = self._also(_("The app's process ended by itself, without an error (exit code 0)."))
            remedy = _("Look for a call that ends the process, such as sys.exit() or os._exit().")
        elif uncaught := _uncaught(self.output) if self.starting and self.code == 1 else "":
            cause = _("The app's process ended with exit code %(code)d: %(last)s", code=1, last=uncaught)
        elif self.answering:
            cause = _(
                "The app's process ended with exit code %(code)d while it answered %(requests)s.",
                code=self.code,
                requests=", ".join(self.answering),
            )
        else:
            cause = _("The app's process ended with exit code %(code)d.", code=self.code)
        return Problem(code=ProblemCode.EXITED, cause=cause, remedy=remedy, detail=self.output)

    def _also(self, cause: str) -> str:
        if not self.answering:
            return cause
        answering = _("It was answering %(requests)s.", requests=", ".join(self.answering))
        return f"{cause} {answering}"


def _uncaught(output: str) -> str:
    """The last line of a traceback that is the last thing printed, or nothing: a log may hold older ones."""
    *before, last = output.rstrip().split("\n")
    for line in reversed(before):
        if line == "Traceback (most recent call last):":
            return last if last[:1].strip() else ""
        if not line.startswith("  "):
            return ""
    return ""


def _lies_in(root: str, module: str) -> bool:
    """Whether a module of that name is the app's own."""
    return bool(root) and any((Path(root) / name).exists() for name in (module, f"{module}.py"))


def channel_broken(what: str, output: str) -> Problem:
    """The guest said what docs/channel.md does not know, or nothing any more."""
    return Problem(
        code=ProblemCode.CHANNEL,
        cause=_("The probe inside the app broke off: %(what)s.", what=what),
        remedy=_("Try again. If it happens again, the app disturbs the probe."),
        detail=output,
    )


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(_("signal %(number)d", number=number))


def _meaning(number: int) -> str:
    """What a signal commonly means to the person whose app it ended."""
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
