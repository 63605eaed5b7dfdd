"""Which display there is."""

import sys
from collections.abc import Iterator

import pytest

from desktop.shell.preflight import display
from tests import machine


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    display.platform.cache_clear()
    yield
    display.platform.cache_clear()


def test_nothing_set_is_no_display() -> None:
    """Without DISPLAY and WAYLAND_DISPLAY there is none."""
    assert display.platform() is None


@pytest.mark.skipif(not machine.has_xcb(), reason="no libxcb: apt install libxcb1")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_that_nobody_serves_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable alone is no display: somebody has to answer."""
    monkeypatch.setenv(name, ":986" if name == "DISPLAY" else "wayland-986")
    assert display.platform() is None


@pytest.mark.hardness("odd-environment")
@pytest.mark.skipif(not machine.has_xcb(), reason="no libxcb: apt install libxcb1")
@pytest.mark.parametrize(
    "name", ["w" * 300, "w" * 5000, "\u202ew", "\udcff", " ", "../..", "/", "-1", ":" + "9" * 30]
)
def test_an_odd_name_is_no_display(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that is longer than the address of a socket may be."""
    monkeypatch.setenv("WAYLAND_DISPLAY", name)
    monkeypatch.setenv("DISPLAY", name)
    assert display.platform() is None


def test_a_platform_without_a_display_is_taken_at_its_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """QT_QPA_PLATFORM=offscreen needs none."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:x;xcb")
    assert display.platform() == "offscreen"


@pytest.mark.parametrize(("system", "platform"), [("win32", "windows"), ("darwin", "cocoa")])
def test_other_systems_always_have_one(system: str, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows and macOS have a display whoever asks."""
    monkeypatch.setattr(sys, "platform", system)
    assert display.platform() == platform


@pytest.mark.window
def test_a_display_that_answers_is_one(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An X server that lets us in is used through xcb."""
    monkeypatch.setenv("DISPLAY", request.getfixturevalue("display"))
    assert display.platform() == "xcb"
