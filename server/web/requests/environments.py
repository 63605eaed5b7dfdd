"""The environments of a project: sets of variables that requests can use, such as one for each server.

Values that are secret are in the file of secrets, and are removed from all that is recorded.
"""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from server.model.guest import Target
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.redaction.known_secrets import KNOWN_SECRETS, LEAST_LENGTH
from server.web.base.context import services, settings
from server.web.requests import placeholders

MOST_ENVIRONMENTS: Final = 20
MOST_VARIABLES: Final = 200
LONGEST_NAME: Final = 40
LONGEST_VALUE: Final = 20_000

_lock = threading.Lock()

Form = MultiDict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestEnvironment:
    """A set of variables; of those in `secrets` only the names are known here."""

    name: str
    variables: tuple[tuple[str, str], ...] = ()
    secrets: tuple[str, ...] = ()


def all_of(target: Target) -> tuple[RequestEnvironment, ...]:
    """Return the environments of a project in their order."""
    stored: Mapping[str, Any] = settings().get(_key(target), {}, _is_readable)
    return tuple(
        RequestEnvironment(
            name=name,
            variables=tuple((key, value) for key, value in kept["variables"]),
            secrets=tuple(kept["secrets"]),
        )
        for name, kept in stored.items()
    )


def filled(form: Form, target: Target) -> Form | Problem:
    """Return the form of the composer with the values of its environment in the place of their names."""
    used = placeholders.names_in(form)
    name = form.get("environment", "")
    values = _values(target, name) if used and name else {}
    missing = [each for each in used if each not in values]
    if missing:
        return _no_value(missing[0], name)
    return placeholders.filled(form, values)


def save(target: Target, former: str, form: Form) -> Problem | None:
    """Store the environment that a form describes in the place of the one called `former`, if there is one.

    A secret whose field is empty keeps its value.
    """
    with _lock:
        stored = {each.name: each for each in all_of(target)}
        secrets = services().secrets.of(target, former) if former else {}
        read = _read(form, former, stored, secrets)
        if isinstance(read, Problem):
            return read
        environment, values = read
        problem = _keep(target, values, environment.name)
        if problem is not None:
            return problem
        if former and former != environment.name:
            _keep(target, {}, former)
        kept = [environment if name == former else each for name, each in stored.items()]
        _store(target, kept if former in stored else [*kept, environment])
    return None


def remove(target: Target, name: str) -> Problem | None:
    """Forget an environment with its secrets."""
    with _lock:
        problem = _keep(target, {}, name)
        if problem is None:
            _store(target, [each for each in all_of(target) if each.name != name])
    return problem


def _values(target: Target, name: str) -> dict[str, str]:
    """Return the values of an environment, and have its secrets removed from what is recorded from now on."""
    environment = next((each for each in all_of(target) if each.name == name), RequestEnvironment(name=name))
    kept = services().secrets.of(target, name)
    secrets = {key: kept[key] for key in environment.secrets if key in kept}
    KNOWN_SECRETS.keep(_key(target), secrets.values())
    return {**dict(environment.variables), **secrets}


def _keep(target: Target, values: dict[str, str], name: str) -> Problem | None:
    try:
        services().secrets.keep(target, values, name)
    except OSError as error:
        return Problem(
            code=ProblemCode.STORE_NOT_WRITTEN,
            cause=_("The secret variables cannot be saved: %(why)s.", why=error.strerror or str(error)),
            remedy=_("Make the folder of Fumehood's data writable, and save again."),
        )
    return None


def _store(target: Target, environments: list[RequestEnvironment]) -> None:
    settings().set(
        _key(target),
        {each.name: {"variables": each.variables, "secrets": each.secrets} for each in environments},
    )


def _read(
    form: Form, former: str, stored: Mapping[str, RequestEnvironment], secrets: Mapping[str, str]
) -> tuple[RequestEnvironment, dict[str, str]] | Problem:
    name = " ".join(form.get("name", "").split())[:LONGEST_NAME]
    if not name:
        return _refusal(_("The environment has no name."), _("Enter one, such as local."))
    if name != former and name in stored:
        return _refusal(
            _("There is an environment called %(name)s already.", name=name), _("Enter another name.")
        )
    if former not in stored and len(stored) >= MOST_ENVIRONMENTS:
        return _refusal(
            _("There are %(most)s environments already, which is the most.", most=MOST_ENVIRONMENTS),
            _("Remove one that you no longer need."),
        )
    found = RequestEnvironment(name=name)
    kept: dict[str, str] = {}
    for kind in ("variables", "secrets"):
        for key, value in _rows(form, kind):
            problem = _fault(key, value, {*dict(found.variables), *kept})
            if problem is not None:
                return problem
            if kind == "variables":
                found = replace(found, variables=(*found.variables, (key, value)))
                continue
            kept[key] = value or secrets.get(key, "")
            if len(kept[key]) < LEAST_LENGTH:
                return _too_short(key)
    return replace(found, secrets=tuple(kept)), kept


def _rows(form: Form, kind: str) -> list[tuple[str, str]]:
    names, values = form.getlist(f"{kind}-name"), form.getlist(f"{kind}-value")
    rows = ((name.strip(), value) for name, value in zip(names, values, strict=False))
    return [(name, value) for name, value in rows if name or value]


def _fault(name: str, value: str, before: set[str]) -> Problem | None:
    if not name:
        return _refusal(
            _("A variable has a value and no name."),
            _("Enter its name before the value, or remove the row."),
        )
    if placeholders.NAME.fullmatch(name) is None:
        return _refusal(
            _("“%(name)s” cannot be the name of a variable.", name=name),
            _("A name has letters of English, digits and _ . -, and begins with a letter or _."),
        )
    if name in before:
        return _refusal(
            _("There are two variables called %(name)s.", name=name), _("Rename or remove one of them.")
        )
    if len(before) >= MOST_VARIABLES or len(value) > LONGEST_VALUE:
        return _refusal(
            _("This is more than an environment can hold."),
            _(
                "It has at most %(most)s variables of %(length)s characters.",
                most=MOST_VARIABLES,
                length=LONGEST_VALUE,
            ),
        )
    return None


def _too_short(name: str) -> Problem:
    return _refusal(
        _("The value of %(name)s is too short to be recognised wherever the app shows it.", name=name),
        _(
            "Enter at least %(least)s characters, or make it a variable that is not secret.",
            least=LEAST_LENGTH,
        ),
    )


def _no_value(name: str, environment: str) -> Problem:
    shown = f"{{{{{name}}}}}"
    if environment:
        cause = _("%(name)s has no value in %(environment)s.", name=shown, environment=environment)
    else:
        cause = _("%(name)s has no value, as no environment is chosen.", name=shown)
    return _refusal(
        cause,
        _(
            "Give it one under Variables and choose that environment. To send these characters"
            " themselves, put a backslash before them."
        ),
    )


def _refusal(cause: str, remedy: str) -> Problem:
    return Problem(code=ProblemCode.OUT_OF_BOUNDS, cause=cause, remedy=remedy)


def _key(target: Target) -> str:
    project = f"{target.root}\0{target.app}".encode("utf-8", "surrogatepass")
    return f"environments:{hashlib.sha256(project).hexdigest()[:32]}"


def _is_readable(value: object) -> bool:
    """Return whether a stored value has the names of environments, each with what it may contain."""
    return isinstance(value, dict) and all(
        isinstance(kept, dict)
        and isinstance(kept.get("secrets"), list)
        and all(isinstance(name, str) for name in kept["secrets"])
        and isinstance(kept.get("variables"), list)
        and all(map(_is_pair, kept["variables"]))
        for kept in value.values()
    )


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and [type(each) for each in value] == [str, str]
