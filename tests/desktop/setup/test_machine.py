"""Which wheels fit which machine."""

import platform

import pytest

from desktop.setup.machine import Machine, fits, this_machine

BOOKWORM = Machine("Linux", "x86_64", "glibc", (2, 36))
MAC = Machine("Darwin", "aarch64", "", (14, 5))


@pytest.mark.parametrize(
    ("tag", "machine"),
    [
        ("manylinux_2_34_x86_64", BOOKWORM),
        ("manylinux_2_36_x86_64", BOOKWORM),
        ("manylinux_2_39_aarch64", Machine("Linux", "aarch64", "glibc", (2, 41))),
        ("musllinux_1_1_x86_64", Machine("Linux", "x86_64", "musl", ())),
        ("macosx_11_0_arm64", MAC),
        ("macosx_14_0_universal2", MAC),
        ("macosx_14_0_universal2", Machine("Darwin", "x86_64", "", ())),
        ("win_amd64", Machine("Windows", "x86_64", "", ())),
        ("win_arm64", Machine("Windows", "aarch64", "", ())),
    ],
)
def test_a_wheel_for_this_machine_fits(tag: str, machine: Machine) -> None:
    """System, processor and the version of libc or macOS agree."""
    assert fits(tag, machine)


@pytest.mark.parametrize(
    ("tag", "machine"),
    [
        ("manylinux_2_39_x86_64", BOOKWORM),
        ("manylinux_2_17_aarch64", BOOKWORM),
        ("musllinux_1_1_x86_64", BOOKWORM),
        ("manylinux_2_17_x86_64", Machine("Linux", "x86_64", "musl", ())),
        ("manylinux_2_17_x86_64", Machine("FreeBSD", "x86_64", "", ())),
        ("macosx_11_0_arm64", BOOKWORM),
        ("macosx_14_0_universal2", Machine("Darwin", "aarch64", "", (13, 6))),
        ("macosx_10_12_x86_64", MAC),
        ("win_amd64", BOOKWORM),
        ("win32", Machine("Windows", "x86_64", "", ())),
        ("linux_armv6l", BOOKWORM),
    ],
)
def test_a_wheel_for_another_machine_does_not_fit(tag: str, machine: Machine) -> None:
    """One of system, processor, libc and version differs."""
    assert not fits(tag, machine)


@pytest.mark.parametrize(
    ("system", "processor", "libc", "mac", "expected", "words"),
    [
        ("Linux", "x86_64", ("glibc", "2.36"), "", BOOKWORM, "Linux on x86_64 with glibc 2.36"),
        (
            "Linux",
            "x86_64",
            ("", ""),
            "",
            Machine("Linux", "x86_64", "musl", ()),
            "Linux on x86_64 with musl ",
        ),
        ("Darwin", "arm64", ("", ""), "14.5", MAC, "macOS 14.5 on aarch64"),
        ("Darwin", "x86_64", ("", ""), "10.16", Machine("Darwin", "x86_64", "", ()), "macOS  on x86_64"),
        ("Windows", "AMD64", ("", ""), "", Machine("Windows", "x86_64", "", ()), "Windows on x86_64"),
    ],
)
def test_the_machine_is_recognised(  # noqa: PLR0913, PLR0917 - a table
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    processor: str,
    libc: tuple[str, str],
    mac: str,
    expected: Machine,
    words: str,
) -> None:
    """Each system's own names become those of the platform tags; macOS 10.16 is no version at all."""
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: processor)
    monkeypatch.setattr(platform, "libc_ver", lambda: libc)
    monkeypatch.setattr(platform, "mac_ver", lambda: (mac, ("", "", ""), ""))
    assert this_machine() == expected
    assert str(this_machine()) == words
