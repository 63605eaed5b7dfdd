"""Tests that imports go one way, as docs/architecture.md says."""

import re
import sys

from tests.sources import CHILD, ROOT, shown
from tests.support.import_graph import import_graph, imports, module_name, our_modules, probe_modules

# A part may import parts of lower layers and its own modules, but no part of the same layer.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("server.i18n",),
    (
        "server.model",
        "server.probe",
        "server.resources",
        "server.startup_choices",
        "server.file_access",
        "server.editors",
        "server.window_api",
        "server.highlight",
        "server.mail_parser",
        "desktop.shell",
        "desktop.frozen_interpreter",
        "desktop.inherited_settings",
        "desktop.setup",
    ),
    ("server.store", "server.runner", "server.lenses", "server.updater", "server.components"),
    (
        "server.live_feed",
        "server.preferences",
        "server.layout",
        "server.diagnostics",
        "server.transfer",
        "server.comparison",
        "server.tools",
    ),
    ("server.handbook", "server.settings_file"),
    ("server.learning",),
    ("server.services",),
    ("server.web",),
    ("server.app",),
    ("desktop.workbench",),
    ("desktop.cli",),
    ("desktop.__main__", "desktop.installers"),
)
LAYER_OF = {part: layer for layer, parts in enumerate(LAYERS) for part in parts}
GUEST_LIBRARIES = {
    "itsdangerous",
    "flask",
    "werkzeug",
    "jinja2",
    "waitress",
    "celery",
    "gevent",
    "geventwebsocket",
    "eventlet",
}
# Parts that work without HTTP, and what they may therefore not import.
WITHOUT_HTTP = (
    "server.model",
    "server.store",
    "server.lenses",
    "server.handbook",
    "server.learning",
    "server.tools",
)
HTTP_LIBRARIES = ("flask", "werkzeug", "waitress")


def part_of(module: str) -> str | None:
    """Return the part that a module belongs to; None for modules that are not ours."""
    return next((part for part in LAYER_OF if module == part or module.startswith(part + ".")), None)


def test_every_module_belongs_to_a_layer() -> None:
    """A new part must be given its layer here and in docs/architecture.md."""
    assert [name for name in our_modules() if part_of(name) is None] == ["desktop", "server"]


def test_imports_go_to_lower_layers_only() -> None:
    """No module imports from a neighbouring part, from a higher layer, or from the tests."""
    offenders = []
    for name, path in our_modules().items():
        part = part_of(name)
        for imported in imports(path, name):
            target = part_of(imported.module)
            upwards = part and target and target != part and LAYER_OF[target] >= LAYER_OF[part]
            if upwards or imported.module.startswith("tests."):
                offenders.append(f"{shown(path)}:{imported.line} imports {imported.module}")
    assert offenders == []


def test_no_two_modules_import_each_other() -> None:
    """There is no pair of modules that import each other, not even for annotations."""
    graph = import_graph()
    pairs = {tuple(sorted((name, other))) for name in graph for other in graph[name] if name in graph[other]}
    assert sorted(pairs) == []


def test_parts_without_http_import_none() -> None:
    """The handbook, the reader's side and all below them work without a web framework.

    Translations are the exception: flask_babel's gettext works without a request.
    """
    offenders = [
        f"{shown(path)}:{imported.line} imports {imported.module}"
        for name, path in our_modules().items()
        if part_of(name) in WITHOUT_HTTP
        for imported in imports(path, name)
        if imported.module.partition(".")[0] in HTTP_LIBRARIES or part_of(imported.module) == "server.web"
    ]
    assert offenders == []


def test_the_probe_needs_nothing_but_the_standard_library() -> None:
    """What enters a guest imports siblings and the standard library; guest libraries in functions."""
    siblings = {child.stem for child in CHILD.iterdir() if child.suffix == ".py" or child.is_dir()}
    offenders = []
    for name, path in probe_modules().items():
        for imported in imports(path, name.removeprefix("server.probe.")):
            parts = imported.module.split(".")
            first = parts[1] if parts[0] == "child" else parts[0]
            known = first in sys.stdlib_module_names | siblings | GUEST_LIBRARIES
            if part_of(imported.module) or not known or (imported.at_top and first in GUEST_LIBRARIES):
                offenders.append(f"{shown(path)}:{imported.line} imports {imported.module}")
    assert offenders == []


def test_no_module_beside_boot_has_a_standard_name() -> None:
    """While boot.py starts, its folder is on sys.path, so no file in it may shadow the standard library."""
    names = {path.stem for path in CHILD.glob("*.py")}
    assert "boot" in names
    assert names & sys.stdlib_module_names == set()


def test_the_document_lists_the_same_layers() -> None:
    """docs/architecture.md numbers the layers in the same order."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\d+\. ((?:`[\w.]+`(?:, )?)+)$", text, re.MULTILINE)
    assert [tuple(re.findall(r"`([\w.]+)`", line)) for line in lines] == list(LAYERS)


def test_names_of_modules_are_found() -> None:
    """The rules are held over the modules that exist."""
    assert module_name(CHILD / "boot.py") in probe_modules()
    assert "server.app" in our_modules()
