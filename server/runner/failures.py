"""Why a guest is not there: each sentence is built here, from facts, in the reader's language."""

import signal
from collections.abc import Callable

from flask_babel import gettext as _

from server.model.guest import Problem

# Made when it is read and not when it happened, for only the reader has a language.
Reason = Callable[[], Problem]


def failure(code: str, message: str, traceback: str) -> Problem:
    """What the probe reported instead of being ready: `code` as docs/channel.md has it."""
    detail = "\n\n".join(part for part in (message, traceback) if part)
    match code:
        case "no-app":
            cause = _("No Flask app was found: %(message)s", message=message)
            remedy = _("Point at the file that makes the app, or name its factory: module:factory.")
        case "import-error":
            cause = _("The app could not be imported: %(message)s", message=message)
            remedy = _("Mend the line the traceback ends with, then restart the app.")
        case "no-flask":
            cause = _("The interpreter has no Flask: %(message)s", message=message)
            remedy = _("Install Flask for that interpreter, or choose another one with --python.")
        case "no-server":
            cause = _("Nothing was found to serve the app with: %(message)s", message=message)
            remedy = _("Install waitress for that interpreter.")
        case "not-wsgi":
            cause = _("What was found is no WSGI application: %(message)s", message=message)
            remedy = _("Name the object or the factory that is one: module:name.")
        case "port":
            cause = _("The app could not take a port: %(message)s", message=message)
            remedy = _("End the program that holds the port, then restart the app.")
        case _:
            code, cause = "failed", _("The app could not be started: %(message)s", message=message)
            remedy = _("The details say what happened.")
    return Problem(code=code, cause=cause, remedy=remedy, detail=detail)


def not_started(why: str, python: str) -> Problem:
    """The operating system would not run the interpreter."""
    return Problem(
        code="not-started",
        cause=_("%(python)s could not be started: %(why)s", python=python, why=why),
        remedy=_("Choose another interpreter."),
        detail=why,
    )


def start_timeout(seconds: float, output: str) -> Problem:
    """The guest was neither ready nor failed in time."""
    return Problem(
        code="start-timeout",
        cause=_("The app was not ready within %(seconds)g seconds.", seconds=seconds),
        remedy=_(
            "Look for what its modules wait for when they are imported: a network, a lock, an endless loop."
        ),
        detail=output,
    )


def over_memory(limit_mb: int, used_mb: int) -> Problem:
    """The tree of the guest held more memory than it may, and was ended."""
    return Problem(
        code="memory",
        cause=_(
            "The app was killed by SIGKILL: it ran over its memory limit of %(limit)d MB"
            " (it held %(used)d MB).",
            limit=limit_mb,
            used=used_mb,
        ),
        remedy=_("Let it hold less at a time, or raise the limit in the settings."),
    )


def exited(code: int | None, output: str) -> Problem:
    """The guest's process ended by itself; `code` is negative for a signal and None where it is unknown."""
    last = output.rstrip().rpartition("\n")[2].strip()
    remedy = _("Its output says more. Restart the app when it is mended.")
    if code is None:
        cause = _("The app's process was ended from outside, together with its keeper.")
    elif code < 0:
        cause = _(
            "The app was killed by %(signal)s: %(meaning)s", signal=_name(-code), meaning=_meaning(-code)
        )
    elif code == 0:
        cause = _("The app's process ended by itself, without an error (exit code 0).")
        remedy = _("Look for a call that ends the process, such as sys.exit() or os._exit().")
    elif last:
        cause = _("The app's process ended with exit code %(code)d: %(last)s", code=code, last=last)
    else:
        cause = _("The app's process ended with exit code %(code)d.", code=code)
    return Problem(code="exited", cause=cause, remedy=remedy, detail=output)


def channel_broken(what: str, output: str) -> Problem:
    """The guest said what docs/channel.md does not know, or nothing any more."""
    return Problem(
        code="channel",
        cause=_("The probe inside the app broke off: %(what)s.", what=what),
        remedy=_("Restart the app. If it happens again, the app disturbs the probe."),
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
