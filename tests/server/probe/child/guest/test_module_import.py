"""The import of the module that contains the app."""

import sys
from pathlib import Path

import pytest

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.module_import import import_app_module, prepare_import


@pytest.mark.parametrize(
    ("path", "folder", "name"),
    [
        ("app.py", ".", "app"),
        ("shop.web", ".", "shop.web"),
        ("backend/app.py", "backend", "app"),
        ("src/shop/__init__.py", "src", "shop"),
        ("src/shop/web/views.py", "src", "shop.web.views"),
    ],
)
def test_the_top_folder_is_first_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, folder: str, name: str
) -> None:
    """As with Flask it is the folder around the outermost package, not always the working folder."""
    for package in ("src/shop", "src/shop/web"):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["/elsewhere"])
    assert prepare_import(path) == name
    assert sys.path == [str((tmp_path / folder).resolve()), "/elsewhere"]


@pytest.mark.parametrize(("missing", "code"), [("flask", "no-flask"), ("flask.typing", "import-error")])
def test_a_part_of_flask_that_is_missing_is_not_flask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, code: str
) -> None:
    """An extension that is too new for an old Flask asks for `flask.typing`."""
    (tmp_path / "extended.py").write_text(f"raise ModuleNotFoundError('No module', name={missing!r})\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    with pytest.raises(GuestStartError) as caught:
        import_app_module("extended.py")
    assert caught.value.code == code
