"""What the import of libraries ahead of time depends on is noticed when it changes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from server.runner.guests.libraries import Libraries


@pytest.fixture
def libraries(tmp_path: Path) -> Libraries:
    """Two modules of one library, and an app."""
    packages = tmp_path / "lib" / "site-packages"
    (packages / "shop").mkdir(parents=True)
    (tmp_path / "app").mkdir()
    files = {"shop": packages / "shop" / "__init__.py", "shop.part": packages / "shop" / "part.py"}
    for file in files.values():
        file.write_text("value = 1")
    return Libraries(
        folder=str(tmp_path / "app"),
        variables=(("MODE", "test"),),
        path=(str(tmp_path / "app"), str(packages)),
        modules=tuple((name, str(file)) for name, file in files.items()),
    )


def edit_module(root: Path) -> None:
    """Edit a module of the library in its place."""
    (root / "lib" / "site-packages" / "shop" / "part.py").write_text("value = 22")


def edit_alike(root: Path) -> None:
    """Edit a module so that its size stays the same."""
    file = root / "lib" / "site-packages" / "shop" / "part.py"
    file.write_text("value = 2")
    os.utime(file, ns=(1, 1))


def install(root: Path) -> None:
    """Install another library."""
    (root / "lib" / "site-packages" / "other.py").touch()
    os.utime(root / "lib" / "site-packages", ns=(1, 1))


def uninstall(root: Path) -> None:
    """Remove a module."""
    (root / "lib" / "site-packages" / "shop" / "part.py").unlink()


def set_variables(root: Path) -> None:
    """Write a file of variables into a folder above the app."""
    (root / ".env").write_text("MODE=live")


def shadow(root: Path) -> None:
    """Give the app a module of the library's name."""
    (root / "app" / "shop.py").touch()


def provide(root: Path) -> None:
    """Give the app a module that the library had looked for."""
    (root / "app" / "settings_of_app.py").touch()


@pytest.mark.parametrize(
    "change", [edit_module, edit_alike, install, uninstall, set_variables, shadow, provide]
)
def test_a_change_is_noticed(libraries: Libraries, tmp_path: Path, change: Callable[[Path], None]) -> None:
    """The state is another one then, and the same as long as nothing has changed."""
    missing = ["settings_of_app"]
    before = libraries.state(missing)
    assert libraries.state(missing) == before
    change(tmp_path)
    assert libraries.state(missing) != before


def test_other_files_of_the_app_change_nothing(libraries: Libraries, tmp_path: Path) -> None:
    """An app that is edited imports the same libraries."""
    before = libraries.state()
    (tmp_path / "app" / "app.py").write_text("x = 1")
    assert libraries.state() == before


def test_a_library_is_left_out_with_all_its_modules(libraries: Libraries) -> None:
    """Whatever the host was told to leave out."""
    assert libraries.without(["other"]).modules == libraries.modules
    assert libraries.without(["shop"]).modules == ()


def test_a_fork_server_is_told_where_the_app_has_its_own_modules(libraries: Libraries) -> None:
    """Nothing is imported from there ahead of time."""
    assert libraries.order == {
        "folder": libraries.folder,
        "variables": {"MODE": "test"},
        "own": [libraries.folder],
        "modules": libraries.modules,
    }


def test_the_order_of_imports_makes_no_difference(libraries: Libraries) -> None:
    """Another module or another folder does."""
    turned = Libraries(libraries.folder, libraries.variables, libraries.path, libraries.modules[::-1])
    assert libraries.equals(turned)
    assert not libraries.equals(libraries.without(["shop"]))
    assert not libraries.equals(Libraries("/", libraries.variables, libraries.path, libraries.modules))


def test_a_guest_is_not_trusted_with_names_and_paths() -> None:
    """What is no module, not among installed packages or not the app's own folder is left out."""
    fields = {"root": "/app", "folder": "/app/run", "variables": {"B": "2", "A": "1"}}
    good = ("shop.part", "/x/site-packages/shop/part.py")
    bad = [
        ("shop", "/app/shop.py"),
        ("shop", "site-packages/shop.py"),
        ("shop", "/x/site-packages/../secret.py"),
        ("shop", f"/x/site-packages/{'y' * 600}"),
        ("shop; import os", "/x/site-packages/shop.py"),
        ("", "/x/site-packages/shop.py"),
    ]
    folders = ["/app", "/app/run", "/x/site-packages", "/home", "", "/app/../etc", "/app/web"]
    assert Libraries.named_by_guest(fields, folders, [*bad, good]) == Libraries(
        folder="/app/run",
        variables=(("A", "1"), ("B", "2")),
        path=("/app", "/app/run", "/x/site-packages", "/app/web"),
        modules=(good,),
    )
