"""The page of the settings, and the layout of the pages, which their scripts keep here."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences, settings_file
from server.file_access import listing, named_path, resolved, typed_path
from server.handbook.catalogue.user_labs import FOLDER
from server.layout import keep_layout
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.whole_number import whole_number
from server.startup_choices import LANGUAGES, THEMES
from server.store import problems
from server.store.recovery.emptied import EMPTIED
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.base.htmx import nothing, reload_page
from server.web.settings import misfit_words
from server.web.settings.editor_words import editor_words

APPEARANCE: Final = {"theme": THEMES, "language": preferences.LANGUAGE_CHOICES}

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("")
def show() -> str:
    """Show every setting with its value."""
    return render_template("settings/index.html", **_values())


@blueprint.post("")
def save() -> ResponseReturnValue:
    """Store the values of the form; if one of them is not allowed, store none."""
    own_labs = typed_path(request.form.get(preferences.OWN_LABS, ""))
    folder = _folder(own_labs) if own_labs else ""
    if isinstance(folder, Problem):
        return respond(folder)
    editor = request.form.get(preferences.EDITOR, preferences.editor(settings()))
    if editor not in preferences.EDITOR_CHOICES:
        return "", HTTPStatus.UNPROCESSABLE_ENTITY
    numbers: dict[str, int] = {}
    for setting in preferences.NUMBERS:
        value = _whole(request.form.get(setting.name, str(setting.default)))
        if value is None or not setting.allows(value):
            return respond(setting.refusal(request.form.get(setting.name, "")))
        numbers[setting.name] = value
    stored = settings()
    for name, number in numbers.items():
        stored.set(name, number)
    stored.set(preferences.OWN_LABS, folder)
    stored.set(preferences.EDITOR, editor)
    settings_file.write(services().data, stored)
    services().catalogue.refresh()
    services().store.cap_bytes = preferences.cap_bytes(stored)
    services().store.keep_days = preferences.number(stored, preferences.HISTORY_DAYS)
    return reload_page()


@blueprint.post("/appearance")
def save_appearance() -> ResponseReturnValue:
    """Store a theme or a language, and show the window in the theme at once."""
    chosen = {name: value for name, value in request.form.items() if value in APPEARANCE.get(name, ())}
    if not chosen or len(chosen) < len(request.form):
        return "", HTTPStatus.UNPROCESSABLE_ENTITY
    for name, value in chosen.items():
        settings().set(name, value)
    settings_file.write(services().data, settings())
    window = services().window_api
    if window is not None and "theme" in chosen:
        window.choose_theme(chosen["theme"])
    return nothing()


@blueprint.get("/store")
def show_store() -> str:
    """Show where the history is kept, what of it could not be used, and the copies of it."""
    health = services().store.health
    return render_template(
        "settings/store.html",
        file=health.path,
        problem=services().store.problem,
        set_aside=health.set_aside,
        recoveries=health.recoveries,
        backups=health.backups,
        emptied=EMPTIED,
        misfit_words=misfit_words,
        table_name=problems.table_name,
    )


@blueprint.post("/layout")
def save_layout() -> ResponseReturnValue:
    """Store changed values of the layout of the pages, for this start and later ones."""
    if not keep_layout(settings(), request.form):
        return "", HTTPStatus.UNPROCESSABLE_ENTITY
    return nothing()


def _folder(named: str) -> str | Problem:
    """Return the absolute path of the folder that the user named, if its contents can be listed."""
    try:
        folder = resolved(named_path(named))
        listing(folder, 1)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        return Problem(
            code=ProblemCode.NO_FOLDER,
            cause=_("%(folder)s is not a folder.", folder=named)
            if missing and not named.startswith("~")
            else _("%(folder)s cannot be used: %(why)s.", folder=named, why=error.strerror),
            remedy=_("Enter the folder that contains your labs, or leave the field empty."),
        )
    return str(folder)


def _whole(text: str) -> int | None:
    return whole_number(text.strip())


def _values() -> dict[str, object]:
    return {
        "chosen_theme": preferences.theme(settings()),
        "chosen_language": preferences.language(settings()),
        "languages": tuple(LANGUAGES.items()),
        "numbers": {setting.name: preferences.number(settings(), setting) for setting in preferences.NUMBERS},
        "bounds": {setting.name: setting for setting in preferences.NUMBERS},
        "data": services().data,
        "settings_file": services().data / settings_file.FILE,
        "chosen_editor": preferences.editor(settings()),
        "editors": editor_words(),
        "own_labs": preferences.own_labs(settings()),
        "own_folder": services().data / FOLDER,
    }
