"""Everything that was built is tried, step by step."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.installers.build import SBOM
from desktop.installers.formats import archive, nsis
from desktop.installers.formats.format import Parts
from desktop.installers.prove import proof
from tests.support.fake_release import write_program

pytestmark = pytest.mark.installers


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_each_step_of_an_archive_is_tried(parts: Parts, tmp_path: Path) -> None:
    """It is unpacked, says its version, records, proves, and shows its window."""
    write_program(parts.bundle / "fumehood")
    tried = list(proof.prove([("archive", archive.build(parts, tmp_path))], parts))
    assert [(each.step, each.outcome, each.reason) for each in tried] == [
        ("unpacks", "ok", ""),
        ("says its version", "ok", ""),
        ("records a request of a lab", "ok", ""),
        ("proves a lab", "ok", ""),
        ("shows its window and ends", "ok", ""),
    ]


def test_what_cannot_be_unpacked_is_tried_no_further(parts: Parts, tmp_path: Path) -> None:
    """One step fails, and no other is claimed."""
    file = tmp_path / "fumehood.tar.xz"
    file.write_bytes(b"no archive")
    (tried,) = proof.prove([("archive", file)], parts)
    assert (tried.step, tried.outcome) == ("unpacks", "failed")


def test_what_is_for_other_systems_is_not_tried(parts: Parts, tmp_path: Path) -> None:
    """A disk image runs on macOS only; the bill of materials is no program."""
    (tried,) = proof.prove([("macos", tmp_path / "x.dmg"), (SBOM, tmp_path / "x.json")], parts)
    assert (tried.format, tried.outcome) == ("macos", "not tried")


def test_an_installer_removes_what_it_installs(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program for Windows whose list has every file of the bundle; a shorter list is noticed."""
    file = tmp_path / "setup.exe"
    file.write_bytes(b"MZ and more")
    assert [each.outcome for each in proof.prove([("windows", file)], parts)] == ["ok"]
    script = nsis.script(parts, file).replace('  Delete "$INSTDIR\\fumehood"\n', "")
    monkeypatch.setattr(nsis, "script", lambda _parts, _file: script)
    (tried,) = proof.prove([("windows", file)], parts)
    assert "4 files are installed, and 3 removed" in tried.reason
    file.write_bytes(b"ELF")
    (tried,) = proof.prove([("windows", file)], replace(parts))
    assert "no program for Windows" in tried.reason
