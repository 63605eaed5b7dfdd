"""The schema of event bodies agrees with docs/events.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.runner.channel import event_schemas
from server.runner.channel.event_schemas import KINDS
from tests.sources import ROOT

# Described values and bodies have a section of their own in the document.
SHARED = {"DESCRIBED", "BODY"}
# Examples of attributes in the document, whose names the schema does not list.
EXAMPLES = {"cookie": {"Path", "HttpOnly"}}

_CODE = re.compile(r"`([^`]+)`")
_FIELD = re.compile(r'[{,]\s*"([\w-]+)"(?=\s*[:,}])')


def documented_fields(kind: str) -> set[str]:
    """The field names in the section of docs/events.md about a kind: quoted names after `{` or `,`."""
    document = Path(ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    section = document.partition(f"\n### {kind}\n")[2].partition("\n### ")[0]
    return {field for code in _CODE.findall(section) for field in _FIELD.findall(code)}


def assignments() -> dict[str, ast.expr]:
    """The constants of the schema's module, as syntax."""
    tree = ast.parse(Path(event_schemas.__file__).read_text(encoding="utf-8"))
    values: dict[str, ast.expr] = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                values[name] = value
    return values


def checked_fields(node: ast.expr, constants: dict[str, ast.expr]) -> Iterator[str]:
    """The field names that a check of the schema lists, at any depth."""
    match node:
        case ast.Name(id=name) if name in constants and name not in SHARED:
            yield from checked_fields(constants[name], constants)
        case ast.Call(func=ast.Name(id=function), args=args, keywords=keywords):
            if function == "variants":
                assert isinstance(args[0], ast.Constant)
                yield str(args[0].value)
            for arg in args:
                yield from checked_fields(arg, constants)
            for keyword in keywords:
                if function in {"record", "with_optional"} and keyword.arg is not None:
                    yield keyword.arg
                yield from checked_fields(keyword.value, constants)
        case ast.Dict(keys=keys, values=values):
            yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))
            for value in values:
                yield from checked_fields(value, constants)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_and_document_have_the_same_fields(kind: str) -> None:
    """Every documented field is checked, and every checked field is documented."""
    constants = assignments()
    bodies = constants["BODIES"]
    assert isinstance(bodies, ast.Dict)
    checked = set(checked_fields(bodies.values[KINDS.index(kind)], constants))
    assert documented_fields(kind) - EXAMPLES.get(kind, set()) == checked
