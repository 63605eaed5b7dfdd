"""The guest tells what runs its app and where the app comes from."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.guest.origin import origin_of, working_directory

FACTORY = """
def make():
    def application(environ, start_response):
        raise AssertionError
    return application


class Odd:
    def __getattribute__(self, name):
        raise AssertionError(name)

    def __eq__(self, other):
        raise AssertionError

    __hash__ = None

    def __call__(self, environ, start_response):
        raise AssertionError


app = make()
odd = Odd()
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module of a guest with two apps."""
    file = tmp_path / "shop.py"
    file.write_text(FACTORY)
    made = ModuleType("shop_of_a_test")
    made.__file__ = str(file)
    exec(compile(FACTORY, str(file), "exec"), vars(made))  # noqa: S102 - the code is above
    monkeypatch.setitem(sys.modules, made.__name__, made)
    ownership.configure(str(tmp_path))
    return made


def test_an_app_is_named_by_its_module_and_its_code(module: ModuleType) -> None:
    """The object, the file and the line of the function that is called."""
    origin = origin_of(module.app)
    assert origin["object"] == "shop_of_a_test:app"
    assert (origin["file"], origin["line"]) == (module.__file__, 3)
    assert (origin["interpreter"], origin["working_directory"]) == (sys.executable, os.getcwd())


def test_nothing_of_an_app_is_called(module: ModuleType) -> None:
    """No attribute of it is computed, and nothing is compared with it."""
    origin = origin_of(module.odd)
    assert (origin["object"], origin["line"]) == ("shop_of_a_test:odd", 17)


def test_an_app_that_no_module_holds_has_the_name_of_its_type(module: ModuleType) -> None:
    """And one whose code is a library's has no place."""
    assert origin_of(module.make())["object"] == "function"
    assert origin_of(len) == {**origin_of(len), "file": None, "line": None}


def test_a_working_directory_that_was_removed_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guest starts all the same."""
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert working_directory() == ""
