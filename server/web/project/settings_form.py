"""The form of an app's settings: its fields, and what is wrong with them."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from server import preferences
from server.file_access import expanded
from server.i18n import gettext as _
from server.model.guest import Target
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.whole_number import whole_number
from server.runner.redaction.known_secrets import LEAST_LENGTH
from server.runner.targets.programs import split_command
from server.store.records import ProjectSettings, ProjectVariable

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TEXTS: Final = ("entry", "arguments")

Form = MultiDict[str, str]


def read_settings(
    form: Form, target: Target, before: ProjectSettings, secrets: dict[str, str]
) -> tuple[ProjectSettings, dict[str, str]] | Problem:
    """Return the settings that the form describes, and the secret values; or the first problem with it.

    An empty field changes nothing of what the app does by itself. `secrets` are the values so far: one whose
    field is empty is kept.
    """
    values: dict[str, Any] = {}
    for setting in (*preferences.LIMITS, preferences.PORT):
        text = form.get(setting.name, "").strip()
        number = whole_number(text)
        if text and not setting.allows(number):
            return setting.refusal(text)
        values[setting.name] = number
    values |= {name: form.get(name, "").strip() or None for name in _TEXTS}
    if values["arguments"] and split_command(values["arguments"]) is None:
        return Problem(
            code=ProblemCode.NO_TARGET,
            cause=_("A quotation mark of the arguments is not closed."),
            remedy=_("Add the missing one."),
        )
    folder = _folder(form.get("folder", "").strip(), target)
    if isinstance(folder, Problem):
        return folder
    variables = _variables(form, secrets)
    if isinstance(variables, Problem):
        return variables
    shown, kept = variables
    return replace(before, **values, folder=folder, variables=shown), kept


def _folder(text: str, target: Target) -> str | Problem | None:
    if not text:
        return None
    folder = target.root / expanded(text)
    if os.path.isdir(folder):
        return str(Path(os.path.normpath(folder)))
    return Problem(
        code=ProblemCode.NO_FOLDER,
        cause=_("%(folder)s is not a folder.", folder=text),
        remedy=_("Enter the folder in which the app is to run, or leave the field empty."),
    )


def _variables(
    form: Form, secrets: dict[str, str]
) -> tuple[tuple[ProjectVariable, ...], dict[str, str]] | Problem:
    shown: dict[str, ProjectVariable] = {}
    kept: dict[str, str] = {}
    for kind in ("variables", "secrets"):
        for name, value in zip(form.getlist(f"{kind}-name"), form.getlist(f"{kind}-value"), strict=False):
            name = name.strip()  # noqa: PLW2901 - spaces around it were not meant
            if not name and not value:
                continue
            if _NAME.fullmatch(name) is None or "\0" in value:
                return _no_variable(name)
            is_secret = kind == "secrets"
            if is_secret:
                kept[name] = value or secrets.get(name, "")
                if len(kept[name]) < LEAST_LENGTH:
                    return _too_short(name)
            shown[name] = ProjectVariable(name=name, value="" if is_secret else value, secret=is_secret)
    return tuple(shown.values()), {name: value for name, value in kept.items() if shown[name].secret}


def _no_variable(name: str) -> Problem:
    if not name:
        return Problem(
            code=ProblemCode.OUT_OF_BOUNDS,
            cause=_("An environment variable has a value and no name."),
            remedy=_("Enter its name before the value, or remove the row."),
        )
    return Problem(
        code=ProblemCode.OUT_OF_BOUNDS,
        cause=_("“%(name)s” is not the name of an environment variable.", name=name),
        remedy=_("A name has letters, digits and underscores, and does not begin with a digit."),
    )


def _too_short(name: str) -> Problem:
    return Problem(
        code=ProblemCode.OUT_OF_BOUNDS,
        cause=_("The value of %(name)s is too short to be recognised wherever the app shows it.", name=name),
        remedy=_(
            "Enter at least %(least)s characters, or make it a variable that is not secret.",
            least=LEAST_LENGTH,
        ),
    )
