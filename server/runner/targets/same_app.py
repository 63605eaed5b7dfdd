"""Whether two targets name the same app, however they were written."""

import os
from pathlib import Path

from server.file_access import resolved
from server.model.guest import Target, TargetKind

# What Flask looks for in a folder, in this order.
_DEFAULT_FILES = ("wsgi.py", "app.py")


def is_same_app(one: Target, other: Target) -> bool:
    """Return whether both run the same app in the same folder, and in the same way."""
    return (
        (one.kind is TargetKind.PROGRAM) == (other.kind is TargetKind.PROGRAM)
        and _app_of(one) == _app_of(other)
        and _is_same_folder(one.root, other.root)
    )


def _app_of(target: Target) -> str:
    """Return what is run, and the file that Flask takes where the folder alone is named."""
    if target.app or target.kind is TargetKind.PROGRAM:
        return target.app
    return next((name for name in _DEFAULT_FILES if os.path.isfile(target.root / name)), "")


def _is_same_folder(one: Path, other: Path) -> bool:
    if resolved(one) == resolved(other):
        return True
    try:  # two names of it, such as in capitals where the system takes no notice of them
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False
