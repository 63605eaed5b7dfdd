"""The script for Windows installs every file of the bundle, and removes those and nothing else."""

from pathlib import Path

import pytest

from desktop.installers.formats import nsis
from desktop.installers.formats.format import Parts


def test_every_file_that_is_installed_is_removed(parts: Parts, tmp_path: Path) -> None:
    """Files one by one, then their folders, the deepest first; never a whole folder of the user's."""
    lines = nsis.script(parts, tmp_path / "setup.exe").splitlines()
    for place in (
        "fumehood",
        "_internal\\library.so.1",
        "_internal\\library.so",
        "_internal\\with space\\$$prices.txt",
    ):
        assert f'  Delete "$INSTDIR\\{place}"' in lines
    inner = lines.index('  RMDir "$INSTDIR\\_internal\\with space"')
    assert inner < lines.index('  RMDir "$INSTDIR\\_internal"') < lines.index('  RMDir "$INSTDIR"')
    assert not any("RMDir /r" in line for line in lines)


def test_it_needs_no_administrator(parts: Parts, tmp_path: Path) -> None:
    """It installs for one user, below that user's folder, and writes to that user's registry only."""
    text = nsis.script(parts, tmp_path / "setup.exe")
    assert "RequestExecutionLevel user" in text
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\Fumehood"' in text
    assert "HKLM" not in text


def test_folders_and_python_files_offer_fumehood(parts: Parts, tmp_path: Path) -> None:
    """The context menu of both opens them in Fumehood, and removal takes the entries away."""
    text = nsis.script(parts, tmp_path / "setup.exe")
    for kind in ("Directory", "SystemFileAssociations\\.py"):
        key = f"Software\\Classes\\{kind}\\shell\\Fumehood"
        assert f'WriteRegStr HKCU "{key}" "" "Open with Fumehood"' in text
        assert f'DeleteRegKey HKCU "{key}"' in text


@pytest.mark.skipif(bool(nsis.obstacle()), reason=nsis.obstacle())
def test_the_script_compiles(parts: Parts, tmp_path: Path) -> None:
    """makensis writes a program for Windows, and takes a warning for an error."""
    file = nsis.build(parts, tmp_path)
    assert file.read_bytes()[:2] == b"MZ"
