"""An environment as its files describe it."""

import sys
from pathlib import Path

import pytest

from server.runner.environments.environment import FoundBy, library_folders, prefix_of, read_environment
from tests.support.environment_folders import make_environment


@pytest.mark.parametrize("place", ["", "bin/python"])
def test_versions_are_read_and_nothing_is_started(tmp_path: Path, place: str) -> None:
    """From pyvenv.cfg and the folder of Flask's metadata; the folder and its interpreter are the same."""
    folder = make_environment(tmp_path / "env")
    found = read_environment(folder / place, FoundBy.FOLDER)
    assert found is not None
    assert (found.python, found.prefix) == (folder / "bin" / "python", folder)
    assert (found.version, found.flask, found.origin) == ("3.12.1", "3.1.3", FoundBy.FOLDER)
    assert not (folder / "STARTED").exists()


def test_an_environment_without_flask_or_version(tmp_path: Path) -> None:
    """The version is then that of the library's folder, as far as that says it."""
    folder = make_environment(tmp_path / "env", flask=None)
    (folder / "pyvenv.cfg").unlink()
    found = read_environment(folder, FoundBy.FOLDER)
    assert found is not None
    assert (found.version, found.flask) == ("3.12", None)


@pytest.mark.parametrize("place", ["gone", "empty", "empty/file"])
def test_what_has_no_interpreter_is_none(tmp_path: Path, place: str) -> None:
    """An empty folder, a file that cannot be run, nothing at all."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "file").touch(mode=0o644)
    assert read_environment(tmp_path / place, FoundBy.NAMED) is None


def test_our_own_environment_is_read_right() -> None:
    """As it says of itself."""
    found = read_environment(Path(sys.executable), FoundBy.NAMED)
    assert found is not None
    assert found.prefix == Path(sys.prefix)
    assert found.version == ".".join(map(str, sys.version_info[:3]))
    assert any((folder / "flask").is_dir() for folder in library_folders(prefix_of(found.python)))


def test_the_packages_of_the_base_count_where_they_are_seen(tmp_path: Path) -> None:
    """As `include-system-site-packages` says."""
    folder, base = make_environment(tmp_path / "env"), make_environment(tmp_path / "base")
    (base / "pyvenv.cfg").unlink()
    system = base / "lib" / "python3" / "dist-packages"
    system.mkdir(parents=True)
    configuration = f"home = {base}/bin\ninclude-system-site-packages = "
    (folder / "pyvenv.cfg").write_text(f"{configuration}false\n")
    assert system not in list(library_folders(folder))
    (folder / "pyvenv.cfg").write_text(f"{configuration}true\n")
    assert system in list(library_folders(folder))
