"""Waitress, the server of every guest that does not run on greenlets."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
from functools import cache
from importlib import metadata
from types import ModuleType
from typing import Any, Callable

from ..failure import GuestStartError, last_line
from .task_dispatcher import TaskDispatcher
from .upgrade import make_channel_class

LOOP_SECONDS = 30.0
CONNECTION_LIMIT = 2_000
RECURSION_LIMIT = 1_000  # Python's own default
# select(2) cannot wait for a file of a higher number.
CONNECTION_LIMIT_WITHOUT_POLL = 400


def preload() -> None:
    """Import the guest's own Waitress before it is needed; errors are ignored, for they will recur then."""
    with contextlib.suppress(Exception):
        import waitress  # noqa: F401 - a spare guest has it loaded already

        server_label(None)
        "localhost".encode("idna")  # the codec with which a server looks up its address


def import_waitress(folder: str | None) -> tuple[ModuleType, str]:
    """Return Waitress and its label: the guest's own one, else the one in `folder`, which the host lends."""
    try:
        import waitress as own
    except ImportError as error:
        if error.name != "waitress":
            raise GuestStartError("no-server", last_line(error), error) from error
    else:
        return own, server_label(None)
    if not folder:
        raise GuestStartError("no-server", "The guest has no Waitress, and none was lent.")
    limit = sys.getrecursionlimit()
    try:
        # An app may have lowered it while it was imported, to less than an import needs.
        sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
        return load_lent_waitress(folder)
    except Exception as error:
        raise GuestStartError(
            "no-server", f"The lent Waitress cannot be used: {last_line(error)}", error
        ) from error
    finally:
        sys.setrecursionlimit(limit)


def load_lent_waitress(folder: str) -> tuple[ModuleType, str]:
    """Load Waitress from its folder and remove its name: the guest must not find what it does not have."""
    package = (
        folder if os.path.isfile(os.path.join(folder, "__init__.py")) else os.path.join(folder, "waitress")
    )
    spec = importlib.util.spec_from_file_location(
        "waitress", os.path.join(package, "__init__.py"), submodule_search_locations=[package]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"there is no waitress in {folder}")
    module = importlib.util.module_from_spec(spec)
    sys.modules["waitress"] = module
    try:
        spec.loader.exec_module(module)
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "waitress"]:
            del sys.modules[name]
    return module, server_label(os.path.dirname(package))


@cache
def server_label(folder: str | None) -> str:
    """Return `waitress 3.0.2`, or only `waitress` if the version is unknown."""
    distributions = (
        metadata.distributions(name="waitress", path=[folder])
        if folder
        else metadata.distributions(name="waitress")
    )
    version = next((distribution.version for distribution in distributions), None)
    return f"waitress {version}" if version else "waitress"


class WaitressServer:
    """A Waitress server on 127.0.0.1 that can be stopped from another thread; port 0 is any free one."""

    def __init__(
        self, module: ModuleType, label: str, app: Callable[..., Any], threads: int, port: int = 0
    ) -> None:
        self.label = label
        self._map: dict[Any, Any] = {}
        self._stopped = False
        polls = has_poll()
        try:
            self._server = module.create_server(
                app,
                map=self._map,
                _dispatcher=TaskDispatcher(threads),
                host="127.0.0.1",
                port=port,
                connection_limit=CONNECTION_LIMIT if polls else CONNECTION_LIMIT_WITHOUT_POLL,
                asyncore_use_poll=polls,
                # Whether to trust a proxy's headers is the app's decision.
                clear_untrusted_proxy_headers=False,
            )
        except OSError as error:
            raise GuestStartError("port", last_line(error), error) from error
        self._server.channel_class = make_channel_class(self._server.channel_class)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.effective_port)

    def run(self) -> None:
        """Serve until `stop` is called."""
        while not self._stopped:
            self._server.asyncore.loop(
                timeout=LOOP_SECONDS, use_poll=self._server.adj.asyncore_use_poll, map=self._map, count=1
            )

    def stop(self) -> None:
        """Make `run` return soon; may be called from any thread."""
        self._stopped = True
        self._server.pull_trigger()


def has_poll() -> bool:
    """Return whether the system has poll(2), which has no limit on the number of open files."""
    import select

    return hasattr(select, "poll")
