"""An unpacked Fumehood that is a shell script, and archives of newer ones."""

import hashlib
import io
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

Pack = Callable[..., Path]


def script(version: str) -> bytes:
    """Return a program that prints its version."""
    return f"#!/bin/sh\necho Fumehood {version}\n".encode()


def make_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder of a portable Fumehood 1.0 with data of its own, as which this process passes."""
    (folder / "portable" / "data").mkdir(parents=True)
    (folder / "portable" / "data" / "note.txt").write_text("mine")
    file = folder / "fumehood"
    file.write_bytes(script("1.0"))
    file.chmod(0o755)
    monkeypatch.delenv("FUMEHOOD_HOME", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(file))
    return folder


def packer(folder: Path) -> Pack:
    """Return a function that writes an archive with these files, beside a SHA256SUMS that names it."""

    def packing(files: dict[str, bytes] | None = None, name: str = "fumehood-2.0.tar.xz") -> Path:
        folder.mkdir(exist_ok=True)
        target = folder / name
        with tarfile.open(target, "w:xz") as packed:
            for place, content in (files or {"fumehood-2.0/fumehood": script("2.0")}).items():
                entry = tarfile.TarInfo(place)
                entry.size, entry.mode = len(content), 0o755
                packed.addfile(entry, io.BytesIO(content))
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        (folder / "SHA256SUMS").write_text(f"{digest}  {name}\n")
        return target

    return packing
