"""The settings in a file that people can read and edit: `settings.json`, beside the store.

The store keeps the settings, because it is checked, locked and never half written. The file shows what they
are, and is read at each start: values that somebody has changed in it become the settings.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from server import preferences
from server.file_access import read_bytes, replace_file
from server.startup_choices import THEMES
from server.store.checked.faults import Fault, MisfitError
from server.store.checked.set_aside import SetAside
from server.store.checked.values import MISFITS, from_json_text
from server.store.settings import Settings

FILE: Final = "settings.json"
# Where a file that is no JSON is moved to, so that nothing that somebody wrote is lost.
NOT_READ: Final = "settings.json.not-read"
TABLE: Final = "settings-file"  # by which the page of the store names it
_SEEN: Final = "settings_file"  # in the store: what of the file is known
_MOST_BYTES: Final = 64 * 1024

log = logging.getLogger(__name__)

_CHECKS: Final[dict[str, Callable[[Any], bool]]] = {
    "theme": lambda value: value in THEMES,
    "language": lambda value: value in preferences.LANGUAGE_CHOICES,
    preferences.OWN_LABS: preferences.is_path,
    preferences.EDITOR: lambda value: value in preferences.EDITOR_CHOICES,
    **{number.name: number.allows for number in preferences.NUMBERS},
}


def synchronise(data: Path, settings: Settings, set_aside: SetAside) -> None:
    """Take over what was changed in the file, and write the file as it is from then on; never raises.

    Values that are not allowed are said on the page of the store, and written over.
    """
    with suppress(OSError):
        _take_over(data, settings, set_aside)
    write(data, settings)


def write(data: Path, settings: Settings) -> None:
    """Write the settings into the file, if it has others; a file that cannot be written stays as it is."""
    text = _text(settings)
    path = data / FILE
    try:
        if not os.path.lexists(path) or read_bytes(path, _MOST_BYTES + 1) != text:
            replace_file(path, text)
        if settings.get(_SEEN) != _digest(text):
            settings.set(_SEEN, _digest(text))
    except OSError as error:
        log.warning("%s cannot be written: %s", FILE, error)


def _take_over(data: Path, settings: Settings, set_aside: SetAside) -> None:
    path = data / FILE
    if not os.path.lexists(path):
        return
    found = read_bytes(path, _MOST_BYTES + 1)
    if settings.get(_SEEN) == _digest(found):
        return
    try:
        changed = from_json_text(found.decode(), _MOST_BYTES)
        if not isinstance(changed, dict):
            raise MisfitError(Fault.KIND, "an object was expected")
        values = [(name, changed[name]) for name in _CHECKS if name in changed]
    except MISFITS as error:
        set_aside.add(TABLE, FILE, error)
        os.replace(path, data / NOT_READ)
        return
    for name, value in values:
        if not _CHECKS[name](value):
            set_aside.add(TABLE, name, ValueError("the value is none of those that are allowed"))
        elif value != _current(settings)[name]:
            settings.set(name, value)


def _current(settings: Settings) -> dict[str, Any]:
    return {
        "theme": preferences.theme(settings),
        "language": preferences.language(settings),
        preferences.OWN_LABS: preferences.own_labs(settings),
        preferences.EDITOR: preferences.editor(settings),
        **{number.name: preferences.number(settings, number) for number in preferences.NUMBERS},
    }


def _text(settings: Settings) -> bytes:
    return f"{json.dumps(_current(settings), indent=2, ensure_ascii=False)}\n".encode("utf-8", "replace")


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
