"""The archive holds one folder that runs where it is unpacked, and two builds are the same."""

import subprocess
import tarfile
from pathlib import Path

from desktop.installers.formats.archive import build
from desktop.installers.formats.format import Parts
from desktop.installers.report.checksums import digest


def test_the_archive_runs_where_it_is_unpacked(parts: Parts, tmp_path: Path) -> None:
    """The program starts, links are links, and the files for desktops lie in `share`."""
    archive = build(parts, tmp_path)
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "a folder", filter="data")
    (folder,) = (tmp_path / "a folder").iterdir()
    assert folder.name == archive.name.removesuffix(".tar.xz")
    done = subprocess.run([str(folder / "fumehood")], capture_output=True, text=True, check=True)
    assert done.stdout == "started\n"
    assert (folder / "_internal" / "library.so").is_symlink()
    assert (folder / "_internal" / "with space" / "$prices.txt").read_text() == "rye 4\n"
    assert (folder / "share" / "applications" / "fumehood.desktop").is_file()
    assert "--portable" in (folder / "README.txt").read_text()


def test_two_archives_are_the_same(parts: Parts, tmp_path: Path) -> None:
    """Neither the time nor the user of the build shows."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    (parts.bundle / "fumehood").touch()
    assert digest(build(parts, first)) == digest(build(parts, second))
