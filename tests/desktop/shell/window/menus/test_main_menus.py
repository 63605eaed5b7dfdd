"""Tests of the native menus of a window."""

from collections.abc import Iterator

from desktop.shell.window.menus import main_menus
from desktop.shell.window.menus.items import Action, LiveMenu, Menu, PageCommand, RecentItem, Separator
from desktop.shell.window.menus.main_menus import Item, OpenActions

COMMANDS = (
    PageCommand(id="new", label="New", key="Ctrl+N", menu="&File", within="/bench/", elsewhere="/bench"),
    PageCommand(id="home", label="Home", hint="G H", path="/", menu="&View"),
    PageCommand(id="bench", label="To the bench", path="/bench", menu="&Bench"),
    PageCommand(id="replay", label="Again", hint="R", menu="&Bench", within="/bench"),
    PageCommand(id="dark", label="Dark", menu="&Help", theme="dark"),
    PageCommand(id='a"b', label="Odd", menu="&Help"),
)
# Bound by the page, reached through another menu, or chosen in a submenu.
WITHOUT_A_KEY = {"Save page as PDF…", "Home", "To the bench", "Again", "Dark", "Odd"}


class FakeWindow:
    """A window that records the calls it receives."""

    def __init__(self, path: str = "/") -> None:
        """Show the page with this path; no calls yet."""
        self.calls: list[tuple[object, ...]] = []
        self._path = path

    def back(self) -> None:
        """Record the call."""
        self.calls.append(("back",))

    def forward(self) -> None:
        """Record the call."""
        self.calls.append(("forward",))

    def reload(self) -> None:
        """Record the call."""
        self.calls.append(("reload",))

    def zoom(self, factor: float) -> None:
        """Record the call."""
        self.calls.append(("zoom", factor))

    def toggle_full_screen(self) -> None:
        """Record the call."""
        self.calls.append(("full screen",))

    def edit(self, operation: str) -> None:
        """Record the call."""
        self.calls.append(("edit", operation))

    def can_edit(self, operation: str) -> bool:
        """Only copying is possible."""
        return operation == "copy"

    def find(self) -> None:
        """Record the call."""
        self.calls.append(("find",))

    def find_next(self, step: int) -> None:
        """Record the call."""
        self.calls.append(("find", step))

    def save_pdf(self) -> None:
        """Record the call."""
        self.calls.append(("pdf",))

    def print(self) -> None:
        """Record the call."""
        self.calls.append(("print",))

    def go(self, path: str) -> None:
        """Record the call."""
        self.calls.append(("go", path))

    def path(self) -> str:
        """Return the path it was made with."""
        return self._path

    def script(self, text: str) -> None:
        """Record the call."""
        self.calls.append(("script", text))

    def end(self) -> None:
        """Record the call."""
        self.calls.append(("end",))


def main_menus_of(window: FakeWindow, *recent: RecentItem) -> tuple[Menu, ...]:
    """The menus of the main window, with dialogs and commands."""
    opening = OpenActions(
        folder=window.back,
        file=window.back,
        target=lambda target: window.go(f"/open?{target}"),
        recent=lambda: recent,
    )
    return main_menus.main(window, opening, COMMANDS, event="tea:run", theme=lambda: "dark")


def items(shown: tuple[Item, ...]) -> Iterator[Item]:
    """All items of some menus, submenus included."""
    for item in shown:
        yield item
        if isinstance(item, Menu):
            yield from items(item.items)


def actions(shown: tuple[Menu, ...]) -> dict[str, Action]:
    """All actions of some menus by their text."""
    return {item.text: item for item in items(shown) if isinstance(item, Action)}


def test_the_menus_are_those_that_a_person_expects() -> None:
    """File, Edit and View are there without any command; the others have the order of the commands."""
    shown = main_menus_of(FakeWindow())
    assert [menu.title for menu in shown] == ["&File", "&Edit", "&View", "&Bench", "&Help"]
    found = actions(shown)
    for text in (
        "New",
        "Open a folder…",
        "Save page as PDF…",
        "Print…",
        "Close",
        "Quit",
        "Undo",
        "Select all",
    ):
        assert text in found
    for text in ("Find in the page…", "Find next", "Find previous", "Zoom in", "Full screen", "Dark"):
        assert text in found


def test_every_action_can_be_reached_by_a_key_of_its_own() -> None:
    """No key has two meanings, and only entries that have another way have none."""
    for shown in (main_menus_of(FakeWindow()), main_menus.guest(FakeWindow())):
        found = actions(shown)
        keys = [action.key or action.hint for action in found.values() if action.key or action.hint]
        assert len(set(keys)) == len(keys)
        assert {text for text, action in found.items() if not (action.key or action.hint)} <= WITHOUT_A_KEY


def test_commands_of_other_pages_are_apart_and_disabled() -> None:
    """A separator stands between commands that work on different pages."""
    bench = main_menus_of(FakeWindow())[3]
    first, line, second = bench.items
    assert isinstance(line, Separator)
    assert isinstance(first, Action)
    assert isinstance(second, Action)
    assert (first.applies("/"), second.applies("/"), second.applies("/bench/2")) == (True, False, True)


def test_a_page_command_navigates_or_is_run_by_the_page() -> None:
    """A command with a path navigates there; any other becomes a DOM event with its id, safely quoted."""
    window = FakeWindow()
    found = actions(main_menus_of(window))
    found["Home"].run()
    found["Odd"].run()
    assert window.calls[0] == ("go", "/")
    assert '"tea:run", {detail: "a\\"b"}' in str(window.calls[1][1])
    found["Reset zoom"].run()
    assert window.calls[-1] == ("zoom", 0)


def test_a_command_that_needs_another_page_goes_there_first() -> None:
    """On its own page it is run."""
    away, there = FakeWindow("/handbook"), FakeWindow("/bench/2")
    for window in (away, there):
        actions(main_menus_of(window))["New"].run()
    assert away.calls == [("go", "/bench")]
    assert [call[0] for call in there.calls] == ["script"]


def test_the_chosen_theme_is_checked() -> None:
    """The other entries cannot be checked at all."""
    found = actions(main_menus_of(FakeWindow()))
    assert found["Dark"].checked is not None
    assert found["Dark"].checked()
    assert found["Odd"].checked is None


def test_editing_is_left_to_what_has_the_focus() -> None:
    """The window binds no key of it, and offers only what is possible."""
    found = actions(main_menus_of(FakeWindow()))
    for text, possible in (("Undo", False), ("Copy", True)):
        can_be_chosen = found[text].enabled
        assert can_be_chosen is not None
        assert can_be_chosen() is possible
        assert not found[text].key


def test_what_was_opened_before_is_opened_again() -> None:
    """Long places are shortened in the middle, and an ampersand is shown."""
    window = FakeWindow()
    places = (RecentItem("shop", "/srv/shop"), RecentItem("R&D", "/srv/" + "x" * 90 + "/end"))
    (live,) = [item for item in items(main_menus_of(window, *places)) if isinstance(item, LiveMenu)]
    shop, long = live.items()
    assert shop.text == "shop \N{EN DASH} /srv/shop"
    assert long.text.startswith("R&&D \N{EN DASH} /srv/")
    assert long.text.endswith("xx/end")
    shop.run()
    assert window.calls == [("go", "/open?/srv/shop")]


def test_an_app_that_opens_nothing_has_no_such_entries() -> None:
    """Without dialogs and commands the File menu saves, prints, closes and quits."""
    (file, *_rest) = main_menus.main(FakeWindow(), None, (), event="tea:run", theme=lambda: "")
    texts = [item.text for item in file.items if isinstance(item, Action)]
    assert texts == ["Save page as PDF…", "Print…", "Close", "Quit"]
