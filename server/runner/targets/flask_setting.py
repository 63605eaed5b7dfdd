"""FLASK_APP, as the user's environment, .env or .flaskenv set it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.runner.environments.packages import Packages
from server.runner.targets.project_files import read_source

# Later files override earlier ones, as with Flask.
FILES: Final = (".flaskenv", ".env")
_LINE: Final = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?FLASK_APP[ \t]*=[ \t]*"""
    r"""(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\r\n]*))""",
    re.MULTILINE,
)
_ESCAPE: Final = re.compile(r"\\(.)")


def flask_app_setting(
    folder: Path, packages: Packages, variables: Mapping[str, str] | None = None
) -> str | None:
    """Return what to give `flask --app` for a folder where FLASK_APP is set; None where it is not.

    An empty text leaves it to the guest's Flask, which reads the variable and, with python-dotenv, the files.
    Without python-dotenv Flask reads no files, and the value in them is returned.
    """
    variables = os.environ if variables is None else variables
    if variables.get("FLASK_APP"):
        return ""
    if variables.get("FLASK_SKIP_DOTENV", "").lower() not in ("", "0", "false", "no"):
        return None
    value = None
    for name in FILES:
        match = _LINE.search(_nearest(folder, name))
        if match is not None:
            value = _unquoted(match)
    if not value:
        return None
    return "" if packages.locate("dotenv") is not None else value


def _nearest(folder: Path, name: str) -> str:
    """Return the text of the file in the folder or the nearest one above, where python-dotenv finds it."""
    for place in (folder, *folder.parents):
        text = read_source(place / name).decode("utf-8", "replace")
        if text:
            return text
    return ""


def _unquoted(match: "re.Match[str]") -> str:
    single, double, plain = match.groups()
    if single is not None or double is not None:
        return _ESCAPE.sub(r"\1", single if single is not None else double)
    return re.split(r"[ \t]#", plain, maxsplit=1)[0].strip()
