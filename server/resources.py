"""Finds the program's own templates, static files and translations in a source tree, a wheel or a bundle."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

_INSTALLED = "fumehood_files"


@dataclass(frozen=True, kw_only=True, slots=True)
class Resources:
    """Folders of files that are not Python; `templates` and `static` always exist, `dist` once built.

    `bill` is the list of components that the build of a bundle writes; it exists in a bundle only.
    """

    templates: Path
    static: Path
    translations: Path
    changelog: Path
    bill: Path

    @property
    def dist(self) -> Path:
        """Return the folder of the front-end bundle."""
        return self.static / "dist"

    @property
    def built(self) -> bool:
        """Return whether the front-end bundle exists."""
        return os.path.isfile(self.dist / "main.js") and os.path.isfile(self.dist / "main.css")


def find() -> Resources:
    """Return the folders of the running program.

    A bundle and a wheel contain them in `fumehood_files` beside the packages; in the source tree they are at
    the top level, next to `server/`.
    """
    packages = Path(getattr(sys, "_MEIPASS", Path(os.path.realpath(__file__)).parent.parent))
    installed = packages / _INSTALLED
    base = installed if os.path.isdir(installed / "templates") else packages
    return Resources(
        templates=base / "templates",
        static=base / "static",
        translations=packages / "server" / "translations",
        changelog=base / "CHANGELOG.md",
        bill=base / "sbom.cdx.json",
    )
