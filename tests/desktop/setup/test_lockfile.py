"""The wheel of uv that uv.lock pins for each machine."""

import tomllib
from pathlib import Path

import pytest

from desktop.setup.lockfile import wheel_for, wheels
from desktop.setup.machine import Machine
from desktop.setup.problems import SetupProblem
from tests.sources import ROOT

LINUX = Machine("Linux", "x86_64", "glibc", (2, 36))
LOCK = (ROOT / "uv.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", ["uv", "pyside6-addons", "flask"])
def test_the_wheels_are_those_that_a_parser_of_toml_finds(package: str) -> None:
    """Address and SHA-256 of each wheel agree with tomllib's."""
    [entry] = [entry for entry in tomllib.loads(LOCK)["package"] if entry["name"] == package]
    expected = [(wheel["url"], wheel["hash"].removeprefix("sha256:")) for wheel in entry["wheels"]]
    assert [(wheel.url, wheel.sha256) for wheel in wheels(LOCK, package)] == expected
    assert {wheel.version for wheel in wheels(LOCK, package)} == {entry["version"]}


def test_a_package_that_is_not_there_has_no_wheels() -> None:
    """A name must match whole."""
    assert wheels(LOCK, "pyside") == []


@pytest.mark.parametrize(
    ("machine", "tag"),
    [
        (LINUX, "manylinux_2_17_x86_64"),
        (Machine("Linux", "aarch64", "glibc", (2, 39)), "aarch64"),
        (Machine("Darwin", "aarch64", "", (14, 0)), "macosx_11_0_arm64"),
        (Machine("Darwin", "x86_64", "", (15, 1)), "macosx_10_12_x86_64"),
        (Machine("Windows", "x86_64", "", ()), "win_amd64"),
        (Machine("Windows", "aarch64", "", ()), "win_arm64"),
    ],
)
def test_every_supported_machine_has_a_wheel(machine: Machine, tag: str) -> None:
    """The lock pins a program for Linux, macOS and Windows on both processors."""
    assert tag in wheel_for(machine, ROOT).name


@pytest.mark.parametrize(
    "machine",
    [
        Machine("Linux", "x86_64", "musl", ()),
        Machine("Linux", "x86_64", "glibc", (2, 31)),
        Machine("Linux", "riscv64", "glibc", (2, 41)),
        Machine("Darwin", "aarch64", "", (13, 6)),
        Machine("FreeBSD", "amd64", "", ()),
    ],
    ids=str,
)
def test_a_machine_without_qt_is_refused_before_anything_is_fetched(machine: Machine) -> None:
    """The problem names the machine, and the remedy what would fit."""
    with pytest.raises(SetupProblem) as raised:
        wheel_for(machine, ROOT)
    assert str(machine) in raised.value.cause
    assert "manylinux_2_34_x86_64" in raised.value.remedy


def test_a_machine_with_qt_and_without_uv_is_told_to_install_uv(tmp_path: Path) -> None:
    """A lock without a wheel of uv for the machine leads to uv's own installation."""
    start = LOCK.index('[[package]]\nname = "pyside6-addons"')
    (tmp_path / "uv.lock").write_text(LOCK[start : LOCK.index("[[package]]", start + 1)])
    with pytest.raises(SetupProblem, match="names no uv") as raised:
        wheel_for(LINUX, tmp_path)
    assert "docs.astral.sh" in raised.value.remedy
