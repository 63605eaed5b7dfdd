"""The bundle is built by PyInstaller from build.spec, into a folder that is empty before."""

import subprocess
from pathlib import Path

import pytest

from desktop.installers.bundle import build_bundle


def test_the_bundle_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older bundle is removed, and PyInstaller is told where to write."""
    commands: list[list[str]] = []

    def run(command: list[str], **_options: object) -> None:
        assert not (tmp_path / "bundle").exists()
        commands.append(command)

    (tmp_path / "bundle").mkdir()
    monkeypatch.setattr(subprocess, "run", run)
    assert build_bundle(tmp_path) == tmp_path / "bundle" / "fumehood"
    assert "build.spec" in commands[0]
    assert f"--distpath={tmp_path / 'bundle'}" in commands[0]
