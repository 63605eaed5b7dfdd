"""Checksums are those of sha256sum, in its format."""

import subprocess
from pathlib import Path

from desktop.installers.report.checksums import write_checksums


def test_sha256sum_agrees(tmp_path: Path) -> None:
    """The program checks the list and finds every file right."""
    files = [tmp_path / "b.deb", tmp_path / "a.rpm"]
    for file in files:
        file.write_bytes(file.name.encode())
    target = write_checksums(tmp_path, files)
    assert [line.split()[1] for line in target.read_text().splitlines()] == ["a.rpm", "b.deb"]
    subprocess.run(
        ["sha256sum", "--check", "--strict", target.name], cwd=tmp_path, check=True, capture_output=True
    )
