"""The script that a guest's interpreter runs first: it loads the probe and keeps `sys.path` clean.

Its standard input is one line of JSON, `{"version": 1, "host_port": n, "key": "64 hex digits"}`, which the
guest later finds replaced by the null device. The package around this script is loaded under a private name,
so that none of its modules can shadow a module of the guest.

While it starts, its folder is the first entry of `sys.path`: no file or folder directly in it may have the
name of a module of the standard library.
"""

from __future__ import annotations

import builtins
import importlib.util
import os
import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from types import ModuleType

PACKAGE = "_fumehood_probe"
BUILTINS = dict(vars(builtins))


class ProbeLoader(SourceFileLoader):
    """Loads a module of the probe with built-in functions that the guest cannot replace."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module; its functions find their built-in names in our copy."""
        vars(module)["__builtins__"] = BUILTINS
        super().exec_module(module)


def prepare_import(folder: str) -> None:
    """Have the modules in the folders of the probe loaded by our loader."""
    for path, _, _ in os.walk(folder):
        sys.path_importer_cache[path] = FileFinder(path, (ProbeLoader, SOURCE_SUFFIXES))


def load_package() -> None:
    """Load the folder of this script as a package under its private name."""
    folder = os.path.dirname(os.path.realpath(__file__))
    prepare_import(folder)
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
