"""Serves the guest's application with Waitress on a free port of 127.0.0.1."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import threading
from functools import cache
from importlib import metadata
from types import ModuleType
from typing import Any, Callable

from .failure import GuestStartError, last_line

LOOP_SECONDS = 30.0


def preload() -> None:
    """Import the guest's own Waitress while nobody waits; what fails here fails again when it counts."""
    with contextlib.suppress(Exception):
        import waitress  # noqa: F401 - it is what a warm spare has ready

        label(None)
        "localhost".encode("idna")  # the codec with which a server looks up its address


def waitress(folder: str | None) -> tuple[ModuleType, str]:
    """Waitress and what to call it: the guest's own, or else the one that the host lends."""
    try:
        import waitress as own
    except ImportError as error:
        if error.name != "waitress":
            raise GuestStartError("no-server", last_line(error), error) from error
    else:
        return own, label(None)
    if not folder:
        raise GuestStartError("no-server", "The guest has no Waitress, and none was lent.")
    try:
        return lent(folder)
    except Exception as error:
        raise GuestStartError(
            "no-server", f"The lent Waitress cannot be used: {last_line(error)}", error
        ) from error


def lent(folder: str) -> tuple[ModuleType, str]:
    """Load Waitress from its folder, then forget its name: the guest must not find what it does not have."""
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
    return module, label(os.path.dirname(package))


@cache
def label(beside: str | None) -> str:
    """`waitress 3.0.2`, or without the number where nothing tells it."""
    found = (
        metadata.distributions(name="waitress", path=[beside])
        if beside
        else metadata.distributions(name="waitress")
    )
    version = next((one.version for one in found), None)
    return f"waitress {version}" if version else "waitress"


class GuestServer:
    """A Waitress server that can be stopped from another thread."""

    def __init__(self, module: ModuleType, app: Callable[..., Any], threads: int) -> None:
        self._map: dict[Any, Any] = {}
        self._stopped = threading.Event()
        try:
            self._server = module.create_server(
                app,
                map=self._map,
                host="127.0.0.1",
                port=0,
                threads=threads,
                asyncore_use_poll=has_poll(),
                # What a proxy says of the visitor is for the app to believe or not.
                clear_untrusted_proxy_headers=False,
            )
        except OSError as error:
            raise GuestStartError("port", last_line(error), error) from error

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.effective_port)

    def run(self) -> None:
        """Serve until `stop` is called."""
        while not self._stopped.is_set():
            self._server.asyncore.loop(
                timeout=LOOP_SECONDS, use_poll=self._server.adj.asyncore_use_poll, map=self._map, count=1
            )

    def stop(self) -> None:
        """Let `run` return soon."""
        self._stopped.set()
        self._server.pull_trigger()


def has_poll() -> bool:
    """Whether the system has poll(2), which knows no bound of open files."""
    import select

    return hasattr(select, "poll")
