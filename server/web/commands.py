"""List the commands: the palette, the menus, the help and the key bindings are all made from this list."""

from dataclasses import dataclass
from typing import Final

from server.i18n import Lazy
from server.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do: `keys` as static/js/core/commands.js reads them, `href` the page it leads to.

    `scope` is `everywhere` or the name of a blueprint. A command that is not `listed` is left out of palette
    and menus: some, such as closing what is open, make no sense from there.
    """

    id: str
    label: Lazy
    keys: str = ""
    href: str = ""
    scope: str = "everywhere"
    listed: bool = True


COMMANDS: Final = (
    Command("home", _("Go to Home"), "g h", "/"),
    Command("bench", _("Go to the bench"), "g b", "/bench"),
    Command("handbook", _("Go to the handbook"), "g l", "/handbook"),
    Command("mail", _("Go to the mail"), "g m", "/mail"),
    Command("guesses", _("Go to your predictions"), "g u", "/handbook/guesses"),
    Command("settings", _("Go to settings"), "g s", "/settings"),
    Command("about", _("About Fumehood"), "g a", "/about"),
    Command("logs", _("Show the log"), "g o", "/logs"),
    Command("report", _("Report a problem"), "g r", "/report"),
    Command("tool-routes", _("Try a route of the app"), "", "/tools/open/routes"),
    Command("tool-audit", _("Check the settings of the app"), "", "/tools/open/audit"),
    Command("tool-tokens", _("Read a session or token"), "", "/tools/open/tokens"),
    Command("tool-access", _("Compare which visitor may open what"), "", "/tools/open/access"),
    Command("theme-system", _("Theme: system")),
    Command("theme-light", _("Theme: light")),
    Command("theme-dark", _("Theme: dark")),
    Command("palette", _("Find a command"), "mod+k", listed=False),
    Command("help", _("Keyboard shortcuts"), "?"),
    Command("panes", _("Next pane"), "F6"),
    Command("panes-back", _("Previous pane"), "shift+F6"),
    Command("close", _("Close, or go back to the list"), "Escape", listed=False),
    Command("compose", _("New request"), "c", scope="bench"),
    Command("send", _("Send the request"), "mod+Enter", scope="bench"),
    Command("filter", _("Filter the list"), "/", scope="bench"),
    Command("next", _("Next exchange"), "j", scope="bench"),
    Command("previous", _("Previous exchange"), "k", scope="bench"),
    Command("open", _("Open the selected exchange"), "Enter", scope="bench"),
    Command("newest", _("Newest exchange"), "n", scope="bench"),
    Command("replay", _("Replay this request"), "r", scope="bench"),
    Command("edit", _("Edit this request"), "e", scope="bench"),
    Command("compare", _("Compare with the request like it before"), "d", scope="bench"),
    Command("pin", _("Pin this exchange, or no longer"), "p", scope="bench"),
    Command("note", _("Write a note on this exchange"), "m", scope="bench"),
    Command("remove", _("Delete this exchange"), "Delete", scope="bench"),
    Command("undo-deletion", _("Undo the deletion"), "u", scope="bench"),
    Command("output", _("Show or hide the output"), "o", scope="bench"),
    Command("restart", _("Restart the app"), "shift+R", scope="bench"),
    Command("search", _("Search the handbook"), "/", scope="handbook"),
    Command("next-hit", _("Next result"), "j", scope="handbook", listed=False),
    Command("previous-hit", _("Previous result"), "k", scope="handbook", listed=False),
    Command("next-lab", _("Next lab"), "shift+J", scope="handbook"),
    Command("previous-lab", _("Previous lab"), "shift+K", scope="handbook"),
    Command("next-letter", _("Next message"), "j", scope="mail"),
    Command("previous-letter", _("Previous message"), "k", scope="mail"),
    Command("print", _("Print this page"), "mod+p", scope="handbook"),
    Command("next-claim", _("Next claim to predict"), "n", scope="handbook"),
    Command("say-true", _("Predict: true"), "t", scope="handbook", listed=False),
    Command("say-false", _("Predict: false"), "f", scope="handbook", listed=False),
    Command("save", _("Save the source and run its claims"), "mod+s", scope="handbook"),
)
