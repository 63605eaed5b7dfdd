"""Tests of the theme of the window."""

from collections.abc import Callable

import pytest

from tests import machine

machine.import_window_toolkit()

from PySide6.QtCore import Qt  # noqa: E402 - it is the toolkit

from desktop.shell.window import theme  # noqa: E402 - it imports the toolkit
from desktop.shell.window.theme import WindowTheme  # noqa: E402 - it imports the toolkit

LIGHT, DARK, SYSTEM = Qt.ColorScheme.Light, Qt.ColorScheme.Dark, Qt.ColorScheme.Unknown
GROUNDS = ("white", "black")


class FakeDesktop:
    """Qt's style hints on a desktop with a theme of its own."""

    def __init__(self, own: Qt.ColorScheme) -> None:
        """`own` is the theme of the desktop."""
        self.own = own
        self.shown = own
        self.colorSchemeChanged = self
        self._followers: list[Callable[[Qt.ColorScheme], object]] = []

    def connect(self, follow: Callable[[Qt.ColorScheme], object]) -> None:
        """Call `follow` after each change."""
        self._followers.append(follow)

    def styleHints(self) -> "FakeDesktop":  # noqa: N802 - the name of Qt
        """Return itself, as the application that has it."""
        return self

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - the name of Qt
        """Return the theme that is shown."""
        return self.shown

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:  # noqa: N802 - the name of Qt
        """Show a theme; `SYSTEM` is the desktop's own."""
        wanted = self.own if scheme is SYSTEM else scheme
        if wanted is not self.shown:
            self.shown = wanted
            for follow in self._followers:
                follow(wanted)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> FakeDesktop:
    """A desktop whose own theme is light."""
    fake = FakeDesktop(LIGHT)
    monkeypatch.setattr(theme, "QGuiApplication", fake)
    return fake


def test_the_chosen_theme_wins_over_the_desktops(desktop: FakeDesktop) -> None:
    """Also where the desktop tells its own a moment later."""
    chosen = WindowTheme("dark", GROUNDS)
    assert (desktop.shown, chosen.ground()) == (DARK, "black")
    desktop.setColorScheme(LIGHT)
    assert (desktop.shown, chosen.ground()) == (DARK, "black")


def test_the_theme_of_the_system_is_followed(desktop: FakeDesktop) -> None:
    """Live, with the background of the pages."""
    grounds: list[str] = []
    chosen = WindowTheme("system", GROUNDS)
    chosen.on_change(grounds.append)
    desktop.setColorScheme(DARK)
    desktop.setColorScheme(LIGHT)
    assert grounds == ["black", "white"]


def test_a_page_without_a_theme_changes_nothing(desktop: FakeDesktop) -> None:
    """A page that the engine makes, for a failure, names none."""
    chosen = WindowTheme("dark", GROUNDS)
    chosen.choose(None)
    assert desktop.shown is DARK
    chosen.choose("system")
    assert desktop.shown is LIGHT
