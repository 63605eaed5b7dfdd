"""Turns a pasted curl command into the form of the composer, and says what of it has no place there."""

from urllib.parse import urlsplit

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.curl import reader
from server.runner.requests.curl.reader import CurlFault, CurlRequest, NotCurl
from server.web.bench.composer import THIS_MACHINE, Form, no_method
from server.web.bench.replay_request import headers_to_edit

_LONGEST_WORD = 80


def form_of_curl(text: str) -> Form | Problem:
    """Return the form for a curl command, or why it cannot be read."""
    found = reader.read(text)
    if isinstance(found, NotCurl):
        return _problem(found)
    return Form(
        method=found.method,
        url=found.path,
        headers=headers_to_edit(tuple(found.headers)),
        cookies=tuple(found.cookies),
        form=tuple(found.form),
        json=found.json,
        raw=found.raw,
        bearer=found.bearer,
        user=found.user,
        password=found.password,
        files=tuple(found.files),
        notes=_notes(found),
    )


def _notes(found: CurlRequest) -> tuple[str, ...]:
    notes = []
    if not _is_here(found.host):
        notes.append(
            _("%(host)s is not taken over: the request goes to the app of this bench.", host=found.host)
        )
    follows = any(part.startswith(("-L", "--location")) for part in found.left_out)
    others = [part for part in found.left_out if not part.startswith(("-L", "--location"))]
    if others:
        notes.append(_("Not taken over: %(parts)s.", parts=", ".join(others)))
    if follows:
        notes.append(_("A redirect is not followed by itself: choose Follow at its exchange."))
    return tuple(notes)


def _is_here(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name in (*THIS_MACHINE, "0.0.0.0") or name.endswith(".localhost")  # noqa: S104 - compared, not bound


def _problem(found: NotCurl) -> Problem:
    word = found.word[:_LONGEST_WORD]
    match found.fault:
        case CurlFault.METHOD:
            return no_method(word)
        case CurlFault.TOO_LONG:
            cause = _("This curl command is longer than Fumehood reads.")
            remedy = _("Choose the body as a file in the Files tab, or paste it into the Raw tab.")
        case CurlFault.OPEN_QUOTE:
            cause = _("A quotation mark of this curl command is not closed.")
            remedy = _("Copy the whole command, or add the missing mark.")
        case CurlFault.FILE:
            cause = _("%(word)s would read a file, which Fumehood does not do for a command.", word=word)
            remedy = _("Put the content of the file into the command, or choose it in the Files tab.")
        case CurlFault.NO_ADDRESS:
            cause = _("This curl command has no address.")
            remedy = _("Add one, such as http://localhost:5000/.")
        case CurlFault.ADDRESS:
            cause = _("%(word)s is not an address.", word=word)
            remedy = _("Correct it: an address begins with http:// and a host.")
        case CurlFault.SCHEME:
            cause = _("An address with %(word)s is not for an app over HTTP.", word=word)
            remedy = _("Use one that begins with http:// or https://.")
        case CurlFault.OPTION:
            cause = _("Fumehood does not know what %(word)s of curl does to a request.", word=word)
            remedy = _("Remove it from the command, and enter by hand what it stands for.")
        case _:
            cause = _("This is not a curl command: %(word)s", word=word or "…")
            remedy = _("A command begins with curl.")
    return Problem(code=ProblemCode.BAD_REQUEST, cause=cause, remedy=remedy)
