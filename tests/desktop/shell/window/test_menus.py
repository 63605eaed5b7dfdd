"""What the menus hold."""

from desktop.shell.window import menus
from desktop.shell.window.menus import Action, Menu, OpenDialogs, PageCommand

COMMANDS = (
    PageCommand(id="home", label="Home", hint="G H", path="/", menu="&Go"),
    PageCommand(id="replay", label="Again", hint="R", menu="&Bench", within="/bench"),
    PageCommand(id='a"b', label="Odd", menu="&Help"),
)


class Recorder:
    """A window that writes down what it is told."""

    def __init__(self) -> None:
        """Nothing was told yet."""
        self.told: list[tuple[str, object]] = []

    def back(self) -> None:
        """Note it."""
        self.told.append(("back", None))

    def forward(self) -> None:
        """Note it."""
        self.told.append(("forward", None))

    def reload(self) -> None:
        """Note it."""
        self.told.append(("reload", None))

    def zoom(self, factor: float) -> None:
        """Note it."""
        self.told.append(("zoom", factor))

    def toggle_full_screen(self) -> None:
        """Note it."""
        self.told.append(("full", None))

    def go(self, path: str) -> None:
        """Note it."""
        self.told.append(("go", path))

    def script(self, text: str) -> None:
        """Note it."""
        self.told.append(("script", text))

    def end(self) -> None:
        """Note it."""
        self.told.append(("end", None))


def actions(shown: tuple[Menu, ...]) -> list[Action]:
    """Every action of the menus."""
    return [item for menu in shown for item in menu.items if isinstance(item, Action)]


def test_every_action_of_the_window_has_a_key_of_its_own() -> None:
    """Nothing in a menu can be done by the mouse alone, and no key means two things."""
    window = Recorder()
    openers = OpenDialogs(folder=window.back, file=window.back)
    for shown in (menus.main(window, openers, COMMANDS), menus.guest(window)):
        keys = [action.key for action in actions(shown) if not action.hint and action.text != "Odd"]
        assert all(keys)
        assert len(set(keys)) == len(keys)


def test_page_commands_stand_in_their_menus() -> None:
    """Each in the menu that it names; those of one page together, to be offered only there."""
    shown = menus.main(Recorder(), OpenDialogs(folder=int, file=int), COMMANDS)
    assert [(menu.title, menu.within) for menu in shown[2:]] == [
        ("&Go", "/"),
        ("&Bench", "/bench"),
        ("&Help", "/"),
    ]


def test_a_page_command_leads_or_is_run_by_the_page() -> None:
    """One with a path goes there; another is an event, its id quoted whatever it holds."""
    window = Recorder()
    found = {
        action.text: action
        for action in actions(menus.main(window, OpenDialogs(folder=int, file=int), COMMANDS))
    }
    found["Home"].run()
    found["Odd"].run()
    assert window.told[0] == ("go", "/")
    assert '{detail: "a\\"b"}' in str(window.told[1][1])
    found["Actual size"].run()
    assert window.told[-1] == ("zoom", 0)
