"""The files of the databases that the guest has opened with sqlite3, for the plans that the host asks for."""

from __future__ import annotations

import os
from pathlib import Path, PosixPath, PurePosixPath, PureWindowsPath, WindowsPath
from typing import Any
from urllib.parse import unquote

FILES_LIMIT = 20
PATH_LIMIT = 2_000
URI_POSITION = 7
PATHS = (Path, PosixPath, WindowsPath, PurePosixPath, PureWindowsPath)
"""The types of paths whose text is the standard library's own to make."""


class OpenedDatabases:
    """The last files that were opened, and whether a database without a file was."""

    def __init__(self) -> None:
        self.files: dict[str, None] = {}
        self.memory = False

    def note(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Note a call of `sqlite3.connect`, by its arguments."""
        named = args[0] if args else kwargs.get("database")
        is_uri = args[URI_POSITION] if len(args) > URI_POSITION else kwargs.get("uri")
        path = path_of(named, is_uri=is_uri is True or is_uri == 1)
        if path == "":
            self.memory = True
        elif path is not None:
            file = os.path.abspath(path)[:PATH_LIMIT]
            self.files.pop(file, None)
            self.files[file] = None
            if len(self.files) > FILES_LIMIT:
                self.files.pop(next(iter(self.files)))


def path_of(named: Any, *, is_uri: bool) -> str | None:
    """Return the path of a database, "" for one in memory; None where only the app's code could tell."""
    if type(named) is bytes:
        named = os.fsdecode(named)
    elif type(named) in PATHS:
        named = str(named)
    if type(named) is not str:
        return None
    if not (is_uri and named.startswith("file:")):
        return "" if named == ":memory:" else named
    path, _, query = named[len("file:") :].partition("?")
    if path.startswith("//"):
        path = "/" + path[2:].partition("/")[2]
    is_in_memory = path == ":memory:" or "mode=memory" in query.split("&")
    return "" if is_in_memory else unquote(path.partition("#")[0])


opened = OpenedDatabases()
