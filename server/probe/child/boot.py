"""The script that a guest's interpreter runs first: it loads the probe and keeps `sys.path` clean.

Its standard input is one line of JSON, `{"version": 1, "host_port": n, "key": "64 hex digits"}`, which the
guest later finds replaced by the null device. The package around this script is loaded under a private name,
so that none of its modules can shadow a module of the guest.

While it starts, its folder is the first entry of `sys.path`: no file or folder directly in it may have the
name of a module of the standard library.
"""

from __future__ import annotations

import importlib.util
import os
import sys

PACKAGE = "_fumehood_probe"


def load_package() -> None:
    """Load the folder of this script as a package under its private name."""
    folder = os.path.dirname(os.path.realpath(__file__))
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"the probe is not in {folder}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)


def main() -> int:
    """Run the guest; return its exit code."""
    load_package()
    import_isolation = importlib.import_module(f"{PACKAGE}.guest.import_isolation")
    import_isolation.hide_fumehood()
    appearance = importlib.import_module(f"{PACKAGE}.guest.appearance")
    appearance.look_like_flask_run()
    lifecycle = importlib.import_module(f"{PACKAGE}.guest.lifecycle")
    return int(lifecycle.run())


if __name__ == "__main__":
    sys.exit(main())
