"""What people download works once it is unpacked: the real bundle, packed, proved, updated and taken back."""

import hashlib
import os
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.installers.build import prepare
from desktop.installers.formats import packages
from desktop.installers.product import this_release
from desktop.installers.prove.proof import prove

pytestmark = [pytest.mark.bundle, pytest.mark.installers]


def linked_copy(source: Path, target: Path) -> Path:
    """Copy a folder by linking its files where that is possible, which takes no room."""

    def link(file: str, to: str) -> None:
        try:
            os.link(file, to)
        except OSError:  # on another disk
            shutil.copy2(file, to)

    shutil.copytree(source, target, copy_function=link, symlinks=True)
    return target


@pytest.mark.skipif(bool(packages.obstacle()), reason=packages.obstacle())
def test_the_package_is_proved(bundle: Path, tmp_path: Path) -> None:
    """Unpacked, it says its version, records a request, proves a lab, and shows its window."""
    copy = linked_copy(bundle, tmp_path / "fumehood")
    parts = replace(prepare(this_release(), tmp_path / "work", copy), quick=True)
    tried = list(prove([("deb", packages.build_deb(parts, tmp_path))], parts))
    assert len(tried) == 5
    assert [(each.step, each.reason) for each in tried if each.outcome != "ok"] == []


def test_a_portable_folder_is_updated_and_taken_back(bundle: Path, tmp_path: Path) -> None:
    """The bundle replaces itself by an archive, keeps what is in `portable`, and goes back."""
    program = linked_copy(bundle, tmp_path / "apps" / "fumehood") / "fumehood"
    (program.parent / "portable" / "data").mkdir(parents=True)
    (program.parent / "portable" / "data" / "note.txt").write_text("mine")
    archive = tmp_path / "fumehood-2.tar"
    with tarfile.open(archive, "w") as packed:  # as fast as a copy; how it is packed is told by its content
        packed.add(bundle, "fumehood-2")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  {archive.name}\n")
    for words in (["update", str(archive)], ["update", "--back"]):
        done = subprocess.run(
            [str(program), *words],
            env={"HOME": str(tmp_path), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "was replaced" in done.stdout
    assert (program.parent / "portable" / "data" / "note.txt").read_text() == "mine"
    assert (tmp_path / "apps" / "fumehood.previous" / "fumehood").is_file()
