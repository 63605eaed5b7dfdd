"""Every format is unpacked without being installed, and its program is found."""

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.installers.formats import archive, packages
from desktop.installers.formats.format import Parts
from desktop.installers.prove.step import NotProvedError, NotTriedError
from desktop.installers.prove.unpack import unpack_archive, unpack_deb, unpack_rpm


def starts(program: Path) -> bool:
    """Return whether the small bundle's program answers."""
    return subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout == "started\n"


def test_an_archive_is_unpacked(parts: Parts, tmp_path: Path) -> None:
    """Its program is in the one folder."""
    assert starts(unpack_archive(archive.build(parts, tmp_path), tmp_path / "root"))


@pytest.mark.skipif(bool(packages.obstacle()), reason=packages.obstacle())
def test_packages_are_unpacked(parts: Parts, tmp_path: Path) -> None:
    """Both have the program where the link in /usr/bin leads."""
    assert starts(unpack_deb(packages.build_deb(parts, tmp_path), tmp_path / "deb"))
    if shutil.which("rpm2archive") is None:
        pytest.skip("rpm2archive is not installed")
    assert starts(unpack_rpm(packages.build_rpm(parts, tmp_path), tmp_path / "rpm"))


@pytest.mark.skipif(bool(packages.obstacle()), reason=packages.obstacle())
def test_a_package_without_a_link_is_no_proof(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody would find the program."""
    monkeypatch.setattr(packages, "PROGRAM", "/usr/lib/elsewhere")
    with pytest.raises(NotProvedError, match="leads to /usr/lib/elsewhere"):
        unpack_deb(packages.build_deb(parts, tmp_path), tmp_path / "deb")


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the tools of a distribution does not try its packages."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(NotTriedError, match="dpkg-deb is not installed"):
        unpack_deb(tmp_path / "x.deb", tmp_path)
    with pytest.raises(NotTriedError, match="rpm2archive is not installed"):
        unpack_rpm(tmp_path / "x.rpm", tmp_path)
