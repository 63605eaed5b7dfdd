"""The store of the user, opened by a command."""

from desktop.cli import startup
from desktop.cli.errors import fail
from desktop.shell.paths import Paths
from server import preferences
from server.model.problem import Problem
from server.startup_choices import STORE_FILE
from server.store import Store


def prepared() -> Paths:
    """Return the user's folders; exit if they cannot be made."""
    paths = startup.prepare()
    if isinstance(paths, Problem):
        fail(paths)
    return paths


def open_store(paths: Paths) -> Store:
    """Open the store with the limit that the user chose."""
    store = Store(paths.data / STORE_FILE)
    store.cap_bytes = preferences.cap_bytes(store.settings, store.used_bytes)
    return store
