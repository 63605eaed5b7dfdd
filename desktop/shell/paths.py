"""The folders of one user: data, logs and cache."""

import os
from dataclasses import dataclass
from pathlib import Path

from desktop.shell.app_info import AppInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Paths:
    """The folders of one user; none of them exists before `make`."""

    data: Path
    logs: Path
    cache: Path

    @classmethod
    def below(cls, root: Path) -> "Paths":
        """Return the folders of one root."""
        return cls(data=root / "data", logs=root / "logs", cache=root / "cache")

    @property
    def lock(self) -> Path:
        """The file that the running instance holds a lock on."""
        return self.data / "instance.lock"

    @property
    def ipc(self) -> Path:
        """The file that tells other launches of the same user how to reach the running instance."""
        return self.data / "instance.json"

    @property
    def placement(self) -> Path:
        """The file with the remembered size and position of the window."""
        return self.data / "window.json"

    def make(self) -> None:
        """Create the folders, readable by this user alone; raises OSError where that is impossible."""
        for folder in (self.data, self.logs, self.cache):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def user_paths(app: AppInfo) -> Paths:
    """Return the app's folders of this user, all below `$APP_HOME` where that variable is set."""
    home = os.environ.get(app.home_variable)
    if home:
        return Paths.below(Path(home).absolute())
    from platformdirs import PlatformDirs  # noqa: PLC0415 - not needed where the variable is set

    dirs = PlatformDirs(appname=app.id, appauthor=False)
    return Paths(data=dirs.user_data_path, logs=dirs.user_log_path, cache=dirs.user_cache_path)
