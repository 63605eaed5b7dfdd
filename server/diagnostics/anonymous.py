"""Text of the log without what is private: secrets, our addresses, and the names of the user and machine."""

import os
import platform
import re
from functools import cache
from typing import Final

from server.file_access import home
from server.runner.redaction.text import redact_text

# Names that say nothing of a person, or that stand in too many places to be replaced.
_COMMON: Final = ("root", "home", "users", "user", "localhost", "localdomain", "python", "flask", "server")
_SHORTEST: Final = 3
_OWN_ADDRESS: Final = re.compile(r"fumehood-[0-9a-f]{8,}")
_TOKEN: Final = re.compile(r"(launch=)[^\s&'\"]+")


def anonymous(text: str) -> str:
    """Return the text with `~` for the home folder, and marks for secrets and names of user and machine."""
    found = _OWN_ADDRESS.sub("fumehood-…", _TOKEN.sub(r"\1…", redact_text(text)))
    for pattern, mark in _private():
        found = pattern.sub(mark, found)
    return found


@cache
def _private() -> tuple[tuple[re.Pattern[str], str], ...]:
    folder = str(home())
    names = [
        (os.path.basename(folder), "USER"),
        (os.environ.get("USER", ""), "USER"),
        (platform.node(), "HOST"),
    ]
    found = [(re.compile(rf"{re.escape(folder)}(?=$|[^\w.-])"), "~")] if len(folder) >= _SHORTEST else []
    found += [
        (re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])"), mark)
        for name, mark in names
        if len(name) >= _SHORTEST and name.lower() not in _COMMON
    ]
    return tuple(found)
