"""Where Fumehood keeps what it keeps: one folder each for data, logs, cache and run-time files."""

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "FUMEHOOD_HOME"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paths:
    """The folders of one user; none of them exists before `make`."""

    data: Path
    logs: Path
    cache: Path

    @property
    def lock(self) -> Path:
        """The file whose lock says that Fumehood runs."""
        return self.data / "instance.lock"

    @property
    def control(self) -> Path:
        """The file that tells the same user how to reach the running instance."""
        return self.data / "instance.json"

    @property
    def geometry(self) -> Path:
        """The remembered size and place of the window."""
        return self.data / "window.json"

    def make(self) -> None:
        """Make the folders, for this user alone; OSError where that is not possible."""
        for folder in (self.data, self.logs, self.cache):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def paths() -> Paths:
    """The folders of this user, all below `$FUMEHOOD_HOME` where that is set."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        root = Path(home).absolute()
        return Paths(data=root / "data", logs=root / "logs", cache=root / "cache")
    from platformdirs import PlatformDirs  # noqa: PLC0415 - not needed where the variable is set

    dirs = PlatformDirs(appname="fumehood", appauthor=False)
    return Paths(data=dirs.user_data_path, logs=dirs.user_log_path, cache=dirs.user_cache_path)
