"""The desktop entry is valid, opens folders and Python files, and quotes odd paths."""

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.installers.linux.desktop_entry import desktop_entry


def test_the_entry_is_valid(tmp_path: Path) -> None:
    """desktop-file-validate has nothing to say."""
    validator = shutil.which("desktop-file-validate")
    if validator is None:
        pytest.skip("desktop-file-validate is not installed")
    file = tmp_path / "fumehood.desktop"
    file.write_text(desktop_entry("fumehood"), encoding="utf-8")
    done = subprocess.run([validator, str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_opens_folders_and_python_files() -> None:
    """A file manager offers Fumehood for both, and passes the file on."""
    lines = desktop_entry("fumehood").splitlines()
    assert "MimeType=inode/directory;text/x-python;" in lines
    assert "Exec=fumehood %f" in lines


@pytest.mark.parametrize(
    ("program", "written"),
    [
        ("/opt/fumehood", "/opt/fumehood"),
        ("/home/ada/my apps/fumehood", '"/home/ada/my apps/fumehood"'),
        ("/a$b/100%", '"/a\\\\$b/100%%"'),
    ],
)
def test_a_path_is_quoted(program: str, written: str) -> None:
    """Spaces and the letters that the specification reserves are quoted as it says."""
    assert f"Exec={written} %f" in desktop_entry(program).splitlines()
