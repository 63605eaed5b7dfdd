"""Fumehood as the shell knows it."""

import os
from functools import cache
from typing import Final

from desktop.shell import log_file
from desktop.shell.app_info import AppInfo
from desktop.shell.paths import Paths
from desktop.shell.paths import user_paths as paths_of
from desktop.workbench.portable import portable_folder
from server import resources
from server.web.open_app.urls import open_url

# The token `--ground` of the style sheet, which cannot be read as early as this.
_GROUNDS: Final = ("#eef0f0", "#111415")
# The token of a launch link opens the workbench.
_LAUNCH_TOKEN: Final = r"(launch=)[^\s&'\"]+"  # noqa: S105 - the pattern of a token, not one


@cache
def fumehood() -> AppInfo:
    """Return Fumehood's names, icon, translations and conventions."""
    files = resources.find()
    icon = files.static / "icons" / "fumehood.svg"
    return AppInfo(
        id="fumehood",
        name="Fumehood",
        icon=icon if os.path.isfile(icon) else None,
        translations=files.translations,
        page_of_target=open_url,
        grounds=_GROUNDS,
        secrets=_LAUNCH_TOKEN,
        report=_crash_report,
    )


def _crash_report(what: str) -> str:
    from server.diagnostics.report import write_report  # noqa: PLC0415 - needed only after a crash

    return write_report(log_file.log_path(fumehood(), user_paths().logs), what=what)


def user_paths() -> Paths:
    """Return Fumehood's folders of this user, or those beside a portable program.

    The environment variable counts before both.
    """
    app = fumehood()
    portable = portable_folder()
    if portable is not None and not os.environ.get(app.home_variable):
        return Paths.below(portable)
    return paths_of(app)
