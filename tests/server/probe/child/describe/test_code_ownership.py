"""Tests of which code is the guest's own."""

import json
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from server.probe.child.describe.code_ownership import PROBE_FOLDER, Ownership, place


@pytest.fixture
def ownership(tmp_path: Path) -> Ownership:
    """The ownership of a guest in an empty folder."""
    ownership = Ownership()
    ownership.configure(str(tmp_path))
    return ownership


def test_files_below_the_root_are_the_guests_own(ownership: Ownership, tmp_path: Path) -> None:
    """But for the libraries of an environment in that folder."""
    assert ownership.is_own(str(tmp_path / "app.py"))
    assert not ownership.is_own(str(tmp_path / "venv" / "lib" / "site-packages" / "flask" / "app.py"))


def test_python_and_the_probe_are_not_the_guests_own(ownership: Ownership) -> None:
    """Neither is code without a file."""
    assert not ownership.is_own(json.__file__)
    assert not ownership.is_own(PROBE_FOLDER + "boot.py")
    assert not ownership.is_own("<string>")


def test_code_beside_the_root_is_the_guests_own(ownership: Ownership) -> None:
    """A package that is being developed may be elsewhere."""
    assert ownership.is_own("/elsewhere/package/module.py")


def test_another_root_discards_the_answers(ownership: Ownership, tmp_path: Path) -> None:
    """The cache holds those of one root."""
    file = str(tmp_path / "site-packages" / "mine" / "app.py")
    assert not ownership.is_own(file)
    ownership.configure(str(tmp_path / "site-packages" / "mine"))
    assert ownership.is_own(file)


def test_in_a_folder_of_libraries_only_the_package_of_the_app_is_own(tmp_path: Path) -> None:
    """An installed app lies beside the libraries that it uses; a claim finds it by its name."""
    libraries = tmp_path / "lib" / "site-packages"
    for package in ("shop", "sqlalchemy"):
        (libraries / package / "event").mkdir(parents=True)
        (libraries / package / "__init__.py").touch()
    (libraries / "single.py").touch()
    ownership = Ownership()
    ownership.configure(str(libraries))
    ownership.claim("shop.web", [str(libraries)])
    ownership.claim("single", [str(libraries)])
    ownership.claim("nowhere", [str(libraries)])
    assert ownership.is_own(str(libraries / "shop" / "web.py"))
    assert ownership.is_own(str(libraries / "single.py"))
    assert not ownership.is_own(str(libraries / "sqlalchemy" / "event" / "attr.py"))
    assert not ownership.is_own(str(libraries / "shop" / "lib" / "site-packages" / "other.py"))


def test_an_installed_app_is_own_from_any_root(ownership: Ownership, tmp_path: Path) -> None:
    """The working folder of `flask --app shop run` is somewhere else."""
    libraries = tmp_path.parent / f"{tmp_path.name}-env" / "site-packages"
    (libraries / "shop").mkdir(parents=True)
    (libraries / "shop" / "__init__.py").touch()
    assert not ownership.is_own(str(libraries / "shop" / "web.py"))
    ownership.claim("shop", [str(libraries)])
    assert ownership.is_own(str(libraries / "shop" / "web.py"))


def test_the_caller_is_the_nearest_own_frame() -> None:
    """Here it is this test, which is called by the libraries of pytest."""
    ownership = Ownership()
    ownership.configure(str(Path(__file__).parent))
    caller = ownership.caller()
    assert caller is not None
    assert caller["function"] == "test_the_caller_is_the_nearest_own_frame"
    assert Path(caller["file"]) == Path(__file__)


def test_a_frame_of_a_template_has_the_line_of_the_template() -> None:
    """Jinja translates its compiled code."""

    template = Environment(autoescape=True).from_string("{{ a }}")
    template._debug_info = "1=2&3=5"
    namespace = {"__jinja_template__": template, "sys": sys}
    exec(compile("frame = sys._getframe()", "page.html", "exec"), namespace)  # noqa: S102 - a frame is needed
    assert place(namespace["frame"], 5) == {"file": "page.html", "line": 3, "function": "template"}  # type: ignore[arg-type]  # it is one


def test_an_object_that_only_looks_like_a_template_is_not_asked() -> None:
    """Its method would be the guest's own code."""

    class Template:
        def get_corresponding_lineno(self, line: int) -> int:
            raise AssertionError

    namespace = {"__jinja_template__": Template(), "sys": sys}
    exec(compile("frame = sys._getframe()", "page.html", "exec"), namespace)  # noqa: S102 - a frame is needed
    assert place(namespace["frame"], 3)["function"] == "<module>"  # type: ignore[arg-type]  # it is one
