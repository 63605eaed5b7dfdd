"""The packages hold the bundle, link the program into PATH, and name what they take from the system."""

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.installers.build import prepare
from desktop.installers.formats import packages
from desktop.installers.formats.format import Parts
from desktop.installers.report.checksums import digest

pytestmark = pytest.mark.skipif(bool(packages.obstacle()), reason=packages.obstacle())


def ask(*words: str) -> str:
    """Return what a program prints; skip the test where it is not installed."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def test_the_debian_package(parts: Parts, tmp_path: Path) -> None:
    """Contents, links, dependencies and the configuration file are those that were meant."""
    file = str(packages.build_deb(parts, tmp_path))
    listed = ask("dpkg-deb", "--contents", file)
    assert "./usr/bin/fumehood -> " in listed
    assert "./usr/lib/fumehood/_internal/library.so -> library.so.1" in listed
    assert "./usr/lib/fumehood/_internal/with space/$prices.txt" in listed
    assert all(line.split()[1] == "root/root" for line in listed.splitlines())
    fields = ask("dpkg-deb", "--info", file)
    assert "Depends: libc6 (>= 2.36), libegl1, " in fields
    assert "postinst" in fields
    assert "conffiles" in fields


def test_the_rpm_package(parts: Parts, tmp_path: Path) -> None:
    """It asks for libraries by their names, which every distribution has."""
    file = str(packages.build_rpm(parts, tmp_path))
    assert "libEGL.so.1()(64bit)" in ask("rpm", "-qp", "--requires", file).splitlines()
    assert "/usr/bin/fumehood" in ask("rpm", "-qlp", file).splitlines()
    assert ask("rpm", "-qcp", file).splitlines() == ["/etc/apparmor.d/fumehood"]


@pytest.mark.parametrize("build", [packages.build_deb, packages.build_rpm], ids=["deb", "rpm"])
def test_two_packages_are_the_same(build: object, parts: Parts, tmp_path: Path) -> None:
    """Neither the time nor the place of the build shows."""
    assert callable(build)
    digests = set()
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (parts.bundle / "fumehood").touch()
        again = prepare(parts.release, tmp_path / name / "work", parts.bundle)
        digests.add(digest(build(again, tmp_path / name)))
    assert len(digests) == 1


def test_scripts_survive_a_system_without_the_tools(tmp_path: Path) -> None:
    """Installation and removal succeed where neither AppArmor nor desktop tools are there."""
    for text in (
        packages.AFTER_INSTALL,
        packages.AFTER_REMOVAL.replace("/usr/lib/fumehood", str(tmp_path / "x")),
    ):
        done = subprocess.run(
            ["/bin/sh", "-s", "remove"],
            input=text,
            env={"PATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == "" or "rm: not found" in done.stderr


def test_removal_says_where_the_data_stay() -> None:
    """A user's work is not removed with the program."""
    assert "~/.local/share/fumehood" in packages.AFTER_REMOVAL
