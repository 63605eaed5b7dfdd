"""The modules of libraries that a guest names."""

import sys
import types
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.guest.libraries import libraries_message


def module(name: str, file: object, spec_name: str | None = None) -> types.ModuleType:
    """Return a module as it is in `sys.modules`."""
    made = types.ModuleType(name)
    made.__dict__["__file__"] = file
    made.__spec__ = ModuleSpec(spec_name or name, None)
    return made


def test_modules_of_libraries_are_named_with_their_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In the order of `sys.modules`, without the app's own, the standard library and other names of one."""
    folder = tmp_path / "site-packages"
    added = {
        "orders": module("orders", str(folder / "orders.py")),
        "orders.late": module("orders.late", str(folder / "orders" / "late.py")),
        "alias": module("orders", str(folder / "orders.py")),
        "mine": module("mine", str(tmp_path / "mine.py")),
        "odd": module("odd", 3),
        "long": module("long", str(folder / ("x" * 600))),
    }
    monkeypatch.setattr(sys, "modules", {"sys": sys, **added})
    monkeypatch.setattr(sys, "path", ["/here", 3, "x" * 600])
    ownership.configure(str(tmp_path / "app"))
    assert libraries_message() == {
        "type": "libraries",
        "path": ["/here"],
        "modules": [[name, added[name].__file__] for name in ("orders", "orders.late")],
    }
