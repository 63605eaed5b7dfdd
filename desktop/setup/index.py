"""The package index that the user has configured for uv or pip, and a wheel's address on it."""

from __future__ import annotations

import configparser
import html
import re
import sys
import urllib.parse
from collections.abc import Mapping
from pathlib import Path

PUBLIC = ("https://pypi.org/simple", "https://pypi.python.org/simple")
VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")


def configured(environment: Mapping[str, str], home: Path) -> str | None:
    """Return the address of the index in the place of pypi.org, None where none is configured.

    The variables come first, uv's before pip's, then pip's files: the user's before the machine's.
    """
    values = [environment.get(name) for name in VARIABLES]
    values += [in_pip_file(path) for path in pip_files(environment, home)]
    for value in values:
        if value:
            address = re.sub(r"^[\w-]+=", "", value)  # uv allows name=address
            return None if address.rstrip("/") in PUBLIC else address.rstrip("/")
    return None


def pip_files(environment: Mapping[str, str], home: Path) -> list[Path]:
    """Return where pip looks for its configuration on this system, the strongest first."""
    named = environment.get("PIP_CONFIG_FILE")
    if named:
        return [Path(named)]
    if sys.platform == "win32":
        roaming = environment.get("APPDATA", str(home / "AppData" / "Roaming"))
        common = environment.get("PROGRAMDATA", r"C:\ProgramData")
        return [Path(roaming, "pip", "pip.ini"), home / "pip" / "pip.ini", Path(common, "pip", "pip.ini")]
    folders = [Path(environment.get("XDG_CONFIG_HOME", str(home / ".config"))), Path("/etc/xdg")]
    if sys.platform == "darwin":
        folders = [home / "Library" / "Application Support", folders[0], Path("/Library/Application Support")]
    first, *others = [folder / "pip" / "pip.conf" for folder in folders]
    return [first, home / ".pip" / "pip.conf", *others, Path("/etc/pip.conf")]


def in_pip_file(path: Path) -> str | None:
    """Return the index that a configuration file of pip names; None where it names none or cannot be read."""
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (OSError, configparser.Error, UnicodeDecodeError):
        return None
    return parser.get("global", "index-url", fallback=None)


def find_link(page: str, address: str, name: str) -> str | None:
    """Return the absolute address of the file `name` on an index page that was fetched from `address`."""
    for link in re.findall(r"""<a\b[^>]*?\bhref\s*=\s*["']([^"']+)["']""", page, re.IGNORECASE):
        target = urllib.parse.urldefrag(html.unescape(link)).url
        if urllib.parse.unquote(target.rpartition("/")[2]) == name:
            return urllib.parse.urljoin(address, target)
    return None
