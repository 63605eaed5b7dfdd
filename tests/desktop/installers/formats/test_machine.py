"""The processor has one name here, whatever the system calls it."""

import platform

import pytest

from desktop.installers.formats import machine


@pytest.mark.parametrize(
    ("reported", "name"), [("AMD64", "x86_64"), ("x86_64", "x86_64"), ("arm64", "aarch64")]
)
def test_a_processor_has_one_name(reported: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows and macOS have other words for the same."""
    monkeypatch.setattr(platform, "machine", lambda: reported)
    assert machine.processor() == name
    assert name in machine.DEBIAN
    assert name in machine.RPM
