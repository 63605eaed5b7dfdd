"""Where our own templates, static files and translations lie: in the source tree, in a wheel, in a bundle."""

import sys
from dataclasses import dataclass
from pathlib import Path

_INSTALLED = "fumehood_files"


@dataclass(frozen=True, kw_only=True, slots=True)
class Resources:
    """What is not Python: `templates` and `static` always exist, `dist` only once it was built."""

    templates: Path
    static: Path
    translations: Path
    changelog: Path

    @property
    def dist(self) -> Path:
        """The front-end bundle."""
        return self.static / "dist"

    @property
    def built(self) -> bool:
        """Whether the front-end bundle is there."""
        return (self.dist / "main.js").is_file() and (self.dist / "main.css").is_file()


def find() -> Resources:
    """The folders of the running program.

    A bundle and a wheel carry them in `fumehood_files` beside the packages; in the source tree they stand at
    the top level, next to `server/`.
    """
    packages = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    installed = packages / _INSTALLED
    base = installed if (installed / "templates").is_dir() else packages
    return Resources(
        templates=base / "templates",
        static=base / "static",
        translations=packages / "server" / "translations",
        changelog=base / "CHANGELOG.md",
    )
