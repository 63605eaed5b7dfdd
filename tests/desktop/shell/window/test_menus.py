"""Tests of the native menus."""

from desktop.shell.window import menus
from desktop.shell.window.menus import Action, Menu, OpenDialogs, PageCommand

COMMANDS = (
    PageCommand(id="home", label="Home", hint="G H", path="/", menu="&Go"),
    PageCommand(id="replay", label="Again", hint="R", menu="&Bench", within="/bench"),
    PageCommand(id='a"b', label="Odd", menu="&Help"),
)


class FakeWindow:
    """A window that records the calls it receives."""

    def __init__(self) -> None:
        """No calls yet."""
        self.calls: list[tuple[str, object]] = []

    def back(self) -> None:
        """Record the call."""
        self.calls.append(("back", None))

    def forward(self) -> None:
        """Record the call."""
        self.calls.append(("forward", None))

    def reload(self) -> None:
        """Record the call."""
        self.calls.append(("reload", None))

    def zoom(self, factor: float) -> None:
        """Record the call."""
        self.calls.append(("zoom", factor))

    def toggle_full_screen(self) -> None:
        """Record the call."""
        self.calls.append(("full screen", None))

    def go(self, path: str) -> None:
        """Record the call."""
        self.calls.append(("go", path))

    def script(self, text: str) -> None:
        """Record the call."""
        self.calls.append(("script", text))

    def end(self) -> None:
        """Record the call."""
        self.calls.append(("end", None))


def main_menus(window: FakeWindow) -> tuple[Menu, ...]:
    """The menus of the main window, with dialogs and commands."""
    dialogs = OpenDialogs(folder=window.back, file=window.back)
    return menus.main(window, dialogs, COMMANDS, event="tea:run")


def actions(shown: tuple[Menu, ...]) -> list[Action]:
    """All actions of some menus."""
    return [item for menu in shown for item in menu.items if isinstance(item, Action)]


def test_every_action_of_the_window_has_its_own_key() -> None:
    """Every action can be reached from the keyboard, and no key has two meanings."""
    window = FakeWindow()
    for shown in (main_menus(window), menus.guest(window)):
        keys = [action.key for action in actions(shown) if not action.hint and action.text != "Odd"]
        assert all(keys)
        assert len(set(keys)) == len(keys)


def test_page_commands_are_in_their_menus() -> None:
    """Each command is in the menu that it names; commands of one page are together, enabled only there."""
    assert [(menu.title, menu.within) for menu in main_menus(FakeWindow())[2:]] == [
        ("&Go", "/"),
        ("&Bench", "/bench"),
        ("&Help", "/"),
    ]


def test_a_page_command_navigates_or_is_run_by_the_page() -> None:
    """A command with a path navigates there; any other becomes a DOM event with its id, safely quoted."""
    window = FakeWindow()
    found = {action.text: action for action in actions(main_menus(window))}
    found["Home"].run()
    found["Odd"].run()
    assert window.calls[0] == ("go", "/")
    assert '"tea:run", {detail: "a\\"b"}' in str(window.calls[1][1])
    found["Actual size"].run()
    assert window.calls[-1] == ("zoom", 0)


def test_an_app_that_opens_nothing_has_no_such_entries() -> None:
    """Without dialogs the File menu can only quit."""
    (file, *_rest) = menus.main(FakeWindow(), None, (), event="tea:run")
    assert [item.text for item in file.items if isinstance(item, Action)] == ["Quit"]
