"""The imports of the house run one way (docs/house.md)."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.sources import CHILD, LABS, ROOT, python_files, shown

# A part may import parts of a lower floor and its own; parts of one floor do not know each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("server.model", "server.probe", "server.resources", "server.shell"),
    ("server.store", "server.runner"),
    ("server.feed", "server.preferences"),
    ("server.lenses", "server.handbook"),
    ("server.services",),
    ("server.web",),
    ("server.app",),
    ("desktop",),
)
PARTS = {part: floor for floor, parts in enumerate(FLOORS) for part in parts}
GUESTS_OWN = {"flask", "werkzeug", "jinja2", "waitress", "celery"}


def part_of(module: str) -> str | None:
    """The part a module belongs to, None where it is not of the house."""
    return next((part for part in PARTS if module == part or module.startswith(part + ".")), None)


def imports(path: Path, module: str) -> Iterator[tuple[str, int, bool]]:
    """Each imported module with its line, and whether the import stands at the top of the file.

    `from a import b` counts as `a.b`, because `b` may be a module; nested and conditional imports count.
    """
    tree = ast.parse(path.read_bytes(), str(path))
    inside = {
        id(node)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(outer)
    }
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        top = id(node) not in inside
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno, top
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for name in node.names:
                yield f"{base}.{name.name}", node.lineno, top


def module_name(path: Path) -> str:
    """The dotted name of a file of ours."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def ours() -> list[Path]:
    """The files on the floors: labs and what enters a guest live by rules of their own."""
    return [
        path
        for path in python_files("desktop", "server")
        if LABS not in path.parents and CHILD not in path.parents
    ]


def wrong_directions(path: Path) -> Iterator[str]:
    """What a module of ours imports and may not."""
    module = module_name(path)
    if module == "server":
        return
    part = part_of(module)
    if part is None:
        yield f"{shown(path)} stands on no floor: give it one in FLOORS and docs/house.md"
        return
    for name, line, _ in imports(path, module):
        target = part_of(name)
        if name.startswith("tests."):
            yield f"{shown(path)}:{line} imports {name}"
        if target and target != part and PARTS[target] >= PARTS[part]:
            yield f"{shown(path)}:{line} imports {name}, which does not stand below it"


def test_each_module_stands_on_a_floor_and_imports_only_downwards() -> None:
    """No module imports from its own floor's neighbours, from above, or from the tests."""
    modules = ours()
    assert len(modules) > 200
    assert [wrong for path in modules for wrong in wrong_directions(path)] == []


def foreign_imports(path: Path) -> Iterator[str]:
    """What a module of the probe imports and a guest may not have."""
    siblings = {child.stem for child in CHILD.iterdir() if child.suffix == ".py" or child.is_dir()}
    for name, line, top in imports(path, module_name(path).removeprefix("server.probe.")):
        parts = name.split(".")
        first = parts[1] if parts[0] == "child" else parts[0]
        where = f"{shown(path)}:{line} imports {name}"
        if part_of(name) is not None or first not in sys.stdlib_module_names | siblings | GUESTS_OWN:
            yield where
        if top and first in GUESTS_OWN:
            yield f"{where} before it is known whether the guest has it"


def test_what_enters_a_guest_stands_on_the_standard_library() -> None:
    """The probe imports siblings and the standard library; the guest's libraries only when it is used."""
    modules = sorted(CHILD.rglob("*.py"))
    assert CHILD / "boot.py" in modules
    assert [wrong for path in modules for wrong in foreign_imports(path)] == []


def test_the_house_says_the_same_floors() -> None:
    """docs/house.md names the floors in the same order."""
    text = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    line = re.search(r"`(model[^`]*)`", text)
    assert line
    floors = [
        {f"server.{word}" if word != "desktop" else word for word in floor.replace(",", " ").split()}
        for floor in line[1].split("<-")
    ]
    assert floors == [set(floor) for floor in FLOORS]
