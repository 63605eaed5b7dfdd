"""Tests of the menu of the right mouse button."""

import pytest

from desktop.shell.window.menus import context_menu
from desktop.shell.window.menus.context_menu import Pointed
from desktop.shell.window.menus.items import Action, Separator
from tests.desktop.shell.window.menus.test_main_menus import FakeWindow


class FakeLinks:
    """A window that records what is done with a link or a picture."""

    def __init__(self) -> None:
        """No calls yet."""
        self.calls: list[str] = []

    def open_link(self, url: str) -> None:
        """Record the call."""
        self.calls.append(f"open {url}")

    def copy_text(self, text: str) -> None:
        """Record the call."""
        self.calls.append(f"copy {text}")

    def copy_picture(self) -> None:
        """Record the call."""
        self.calls.append("picture")


def texts(pointed: Pointed) -> list[str]:
    """The texts of the menu at a place of the page; addresses that begin with /ours work only here."""
    found = context_menu.entries(
        FakeWindow(), FakeLinks(), pointed, is_ours=lambda url: url.startswith("/ours")
    )
    assert not isinstance(found[0], Separator)
    assert not isinstance(found[-1], Separator)
    return [item.text for item in found if isinstance(item, Action)]


@pytest.mark.parametrize(
    ("pointed", "shown"),
    [
        (Pointed(), ["Back", "Forward", "Reload", "Select all", "Find in the page…", "Print…"]),
        (Pointed(selected=True), ["Copy", "Select all"]),
        (Pointed(editable=True), ["Undo", "Redo", "Cut", "Copy", "Paste", "Select all"]),
        (Pointed(link="/ours/3"), ["Open the link"]),
        (Pointed(link="http://example.com/"), ["Open the link", "Copy the address of the link"]),
        (Pointed(picture=True), ["Copy the picture"]),
    ],
)
def test_the_menu_fits_what_is_under_the_pointer(pointed: Pointed, shown: list[str]) -> None:
    """It offers nothing that makes no sense there."""
    assert texts(pointed) == shown


def test_a_link_is_opened_or_copied() -> None:
    """With its own address."""
    links = FakeLinks()
    for item in context_menu.entries(
        FakeWindow(), links, Pointed(link="http://a.example/", picture=True), is_ours=lambda _url: False
    ):
        if isinstance(item, Action):
            item.run()
    assert links.calls == ["open http://a.example/", "copy http://a.example/", "picture"]
