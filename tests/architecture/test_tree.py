"""Tests of the shape of the tree: folder sizes, names, class names and mirrored tests."""

import ast
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

from tests.sources import ROOT, python_files, shown
from tests.support.import_graph import our_modules, probe_modules

MOST_MODULES: Final = 20
# Folders of one contract: each module holds one lens, one sensor.
REGISTRIES: Final = ("server/lenses", "server/probe/child/sensors")
MOST_WITH_ONE_PREFIX: Final = 2
# Class names that mean two things, each with its reason; at most five.
USED_TWICE: Final = {
    "Event": "the probe's side of the channel cannot import the model",
    "Exchange": "the probe's side of the channel cannot import the model",
}
# Modules whose tests are elsewhere, each with its reason; at most twenty.
WITHOUT_A_MIRROR: Final = {
    "desktop.shell.app_info": "two properties, tested with paths and log file",
    "server.handbook.prove.options": "values only",
    "server.handbook.web_engine.child_script": "runs in the engine's own process; test_engine.py drives it",
    "server.model.background": "values only",
    "server.model.event": "values only",
    "server.model.guest": "values only",
    "server.model.lab": "values only",
    "server.model.mail": "values only",
    "server.model.notice": "values only",
    "server.model.notifications": "values only",
    "server.model.outgoing_request": "values only",
    "server.model.problem": "values only",
    "server.model.stack": "values only",
    "server.probe.child.adapters.base": "tested with each adapter",
    "server.probe.child.recording.event": "values only",
    "server.probe.child.sensors.sensor": "values only",
    "server.store.exchange_filter": "values only; test_exchange_query.py filters with it",
    "server.store.records": "values only",
    "server.web.blueprints": "a registry; tests/server/test_app.py checks it",
    "server.window_api": "a protocol",
}


def modules() -> dict[str, Path]:
    """Return all modules of desktop and server but the labs."""
    return our_modules() | probe_modules()


def test_folders_hold_at_most_twenty_modules() -> None:
    """A folder with more modules is split, unless it is a registry of one contract."""
    sizes = Counter(
        shown(path.parent) for path in modules().values() if path.name not in ("__init__.py", "__main__.py")
    )
    large = {folder for folder, size in sizes.items() if size > MOST_MODULES}
    assert large <= set(REGISTRIES), sizes


def test_no_prefix_replaces_a_folder() -> None:
    """Modules of one folder that share a first word belong into a folder of that name."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in modules().values():
        first, separator, _rest = path.stem.partition("_")
        if separator and first:
            groups[shown(path.parent), first].append(path.name)
    assert {key: names for key, names in groups.items() if len(names) > MOST_WITH_ONE_PREFIX} == {}


def test_class_names_have_one_meaning() -> None:
    """A class name is used once, but for the listed ones."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules().values():
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(shown(path))
    repeated = {name: paths for name, paths in places.items() if len(paths) > 1}
    assert repeated.keys() == USED_TWICE.keys(), repeated
    assert len(USED_TWICE) <= 5


def test_every_module_has_a_docstring_that_says_something() -> None:
    """No docstring of a module is a placeholder."""
    offenders = [
        shown(path)
        for path in python_files("desktop", "server", "tests")
        if "/labs/" not in path.as_posix()
        and len(ast.get_docstring(ast.parse(path.read_bytes())) or "a lab or an app of the tests") < 12
    ]
    assert offenders == []


def test_every_module_has_its_test_file() -> None:
    """The tests of a/b.py are in tests/a/test_b.py, but for at most twenty modules with a reason."""
    missing = {
        name
        for name, path in modules().items()
        if path.name not in ("__init__.py", "__main__.py") and not mirror(path).is_file()
    }
    assert missing == WITHOUT_A_MIRROR.keys()
    assert len(WITHOUT_A_MIRROR) <= 20


def mirror(path: Path) -> Path:
    """Return where the tests of a module belong."""
    relative = path.relative_to(ROOT)
    return ROOT / "tests" / relative.parent / f"test_{path.name}"
