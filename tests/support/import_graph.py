"""The imports of our modules, read from their source."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.sources import CHILD, LABS, NEW_LAB, ROOT, python_files


class Import(NamedTuple):
    """One imported module; `at_top` is False for an import inside a function."""

    module: str
    line: int
    at_top: bool


def module_name(path: Path) -> str:
    """Return the dotted name of one of our files."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def imports(path: Path, module: str) -> tuple[Import, ...]:
    """Return each import of a file, conditional and nested ones included.

    `from a import b` counts as `a.b`, because `b` may be a module.
    """
    return tuple(_imports(path, module))


def _imports(path: Path, module: str) -> Iterator[Import]:
    tree = ast.parse(path.read_bytes(), str(path))
    in_functions = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        at_top = id(node) not in in_functions
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, at_top)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", node.lineno, at_top)


def our_modules() -> dict[str, Path]:
    """Return the modules of desktop and server by name, without labs and without what enters a guest."""
    return {
        module_name(path): path
        for path in python_files("desktop", "server")
        if not {LABS, NEW_LAB, CHILD} & set(path.parents)
    }


def probe_modules() -> dict[str, Path]:
    """Return the modules that enter a guest, by name."""
    return {module_name(path): path for path in sorted(CHILD.rglob("*.py"))}


def import_graph() -> dict[str, set[str]]:
    """Return, for each of our modules, the modules of ours that it imports anywhere, annotations included."""
    modules = our_modules() | probe_modules()
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        found = {imported.module for imported in imports(path, name)}
        resolved = {each if each in modules else each.rpartition(".")[0] for each in found}
        graph[name] = {each for each in resolved if each in modules and each != name}
    return graph
