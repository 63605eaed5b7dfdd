"""Disregard the settings that this process inherits and that are meant for other Python programs.

Guests still get them.
"""

import os
import sys
import time
import warnings
from pathlib import Path
from typing import Final

_OURS: Final = Path(__file__).resolve().parent.parent


def disregard_settings() -> None:
    """Let settings for other programs change nothing here; to be called before anything is imported."""
    _search_ours_first()
    _ignore_warning_filters()
    _ignore_unusable_zone()
    # A mask that keeps the owner from new files would shut us out of our own folders.
    os.umask(os.umask(0) & ~0o700)


def exit_with(code: int | str | None) -> None:
    """End with that exit code, also where PYTHONINSPECT asks for a prompt instead."""
    if not sys.flags.inspect or isinstance(code, str):
        sys.exit(code)
    import atexit  # noqa: PLC0415 - needed only with this variable
    import threading  # noqa: PLC0415 - as above

    # As the interpreter does it at its end, which with this variable does not come.
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code or 0)


def _search_ours_first() -> None:
    """Look in the folders of PYTHONPATH last: a project may have a package `server` too."""
    given = {os.path.realpath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry}
    later = [entry for entry in sys.path if entry and os.path.realpath(entry) in given - {str(_OURS)}]
    sys.path[:] = [*(entry for entry in sys.path if entry not in later), *later]


def _ignore_warning_filters() -> None:
    """Let no warning of a library become an error because of PYTHONWARNINGS."""
    if os.environ.get("PYTHONWARNINGS"):
        sys.warnoptions.clear()
        warnings.resetwarnings()
        warnings.simplefilter("ignore")


def _ignore_unusable_zone() -> None:
    """Use UTC where TZ names a folder or a file that is no time zone, or an offset of more than a day."""
    zone = os.environ.get("TZ")
    if not zone or not hasattr(time, "tzset") or is_usable(zone):
        return
    os.environ["TZ"] = "UTC"
    from babel import localtime  # noqa: F401, PLC0415 - it reads the variable once, while it is imported

    os.environ["TZ"] = zone  # for guests
    os.putenv("TZ", "UTC")  # for the C library of this process alone
    time.tzset()


def is_usable(zone: str) -> bool:
    """Return whether times can be shown with this value of TZ, which this process has."""
    # The variable may also hold a rule such as CET-1CEST; an unknown name means UTC.
    try:
        if abs(time.localtime(0).tm_gmtoff) >= 24 * 60 * 60:
            return False
        file = Path(zone.removeprefix(":"))
        if not os.path.exists(file):
            return True
        return os.path.isfile(file) and file.read_bytes()[:4] == b"TZif"
    except (OSError, ValueError):
        return False
