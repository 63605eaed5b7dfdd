"""How the page of the store names a value that is left out, and says what is wrong with it."""

from typing import Final

from flask_babel import gettext as _

from server import layout, preferences, settings_file
from server.learning import bookmark, predictions
from server.store.checked.faults import Fault
from server.store.checked.set_aside import Misfit
from server.web.home import tour

_OF_LABS: Final = (predictions.FIRST_GUESSES, predictions.HIDDEN, predictions.SKIPPED)
_OF_CLAIMS: Final = ("verdicts", "trials", "changes", "predictions")
_OF_EXCHANGES: Final = ("exchanges", "contents")


def subject(misfit: Misfit) -> str:
    """Return what the value belongs to: a setting by its label, a claim with its lab, or the key itself."""
    if misfit.table in ("settings", settings_file.TABLE):
        return _setting(misfit.key)
    if misfit.table in _OF_EXCHANGES:
        return str(_("exchange %(number)s", number=misfit.key))
    lab, _space, claim = misfit.key.partition(" ")
    if misfit.table in _OF_CLAIMS and claim:
        return str(_("claim %(claim)s of the lab %(lab)s", claim=claim, lab=lab))
    return misfit.key


def reason(misfit: Misfit) -> str:
    """Return why the value cannot be used, as a sentence."""
    sentences = {
        Fault.NO_JSON: _("It is not written as Fumehood writes it."),
        Fault.KIND: _("It is of another kind than expected, such as a text in place of a number."),
        Fault.LONG: _("It is longer than allowed."),
        Fault.DEEP: _("It is nested more deeply than allowed."),
        Fault.BOUNDS: _("The number is outside of what is allowed."),
        Fault.MISSING: _("A part of it is missing."),
        Fault.CHARACTERS: _("It has characters that cannot be shown or used."),
        Fault.PACKED: _("Its compressed bytes are damaged or incomplete."),
        Fault.CHOICE: _("It is none of the values that are allowed."),
    }
    return str(sentences[misfit.fault])


def _setting(key: str) -> str:
    labels = {
        "theme": _("Theme"),
        "language": _("Language"),
        preferences.OWN_LABS: _("Folder with labs of your own"),
        preferences.HISTORY_MB.name: _("Disk space for history"),
        preferences.HISTORY_DAYS.name: _("Age"),
        preferences.START_SECONDS.name: _("Time to start"),
        preferences.REQUEST_SECONDS.name: _("Time to answer"),
        preferences.MEMORY_MB.name: _("Memory"),
        preferences.OPEN_FILES.name: _("Open files"),
        tour.KEY: _("First steps"),
        layout.KEY: _("Layout of the pages"),
        bookmark.KEY: _("Where you were in the handbook"),
    }
    of_lab = next((prefix for prefix in _OF_LABS if key.startswith(prefix)), None)
    if of_lab is not None:
        return str(_("your predictions in the lab %(lab)s", lab=key.removeprefix(of_lab)))
    return str(labels.get(key, key))
