"""The script on which a guest's interpreter is started: it lets the probe in and keeps `sys.path` clean.

It reads one JSON line from standard input, `{"version": 1, "host_port": n, "key": "64 hex digits"}`, replaces
standard input by the null device, and hands over to the package around it, loaded under a private name so
that nothing of ours can shadow a module of the guest.

While it starts, its folder is the first entry of `sys.path`: no file or folder directly in it may have the
name of a module of the standard library.
"""

from __future__ import annotations

import importlib.util
import os
import sys

PACKAGE = "_fumehood_probe"


def load_package() -> None:
    """Load the folder of this script as a package of a private name."""
    folder = os.path.dirname(os.path.realpath(__file__))
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"the probe is not at {folder}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)


def main() -> int:
    """Enter; returns the exit code of the guest."""
    load_package()
    isolation = importlib.import_module(f"{PACKAGE}.guest.isolation")
    isolation.hide_fumehood()
    lifecycle = importlib.import_module(f"{PACKAGE}.guest.lifecycle")
    return int(lifecycle.run())


if __name__ == "__main__":
    sys.exit(main())
