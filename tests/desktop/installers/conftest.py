"""A small bundle that stands for the real one, with what it contains in kind: program, links, folders."""

from pathlib import Path

import pytest

from desktop.installers.build import prepare
from desktop.installers.formats.format import Parts
from desktop.installers.product import ReleaseInfo

RELEASE = ReleaseInfo(version="0.1.0", time=1_750_000_000)


def make_bundle(folder: Path) -> Path:
    """Write a program, a library with a link to it, and a file with an odd name."""
    bundle = folder / "fumehood"
    inner = bundle / "_internal" / "with space"
    inner.mkdir(parents=True)
    program = bundle / "fumehood"
    program.write_text("#!/bin/sh\necho started\n")
    program.chmod(0o755)
    library = bundle / "_internal" / "library.so.1"
    library.write_bytes(b"\x7fELF and GLIBC_2.9 GLIBC_2.34 GLIBC_PRIVATE")
    (bundle / "_internal" / "library.so").symlink_to(library.name)
    (inner / "$prices.txt").write_text("rye 4\n")
    return bundle


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """The parts of a release with the small bundle."""
    return prepare(RELEASE, tmp_path / "work", make_bundle(tmp_path))


@pytest.fixture
def release() -> ReleaseInfo:
    """A release with a fixed time."""
    return RELEASE
