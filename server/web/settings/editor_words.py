"""The choice of an editor in words, with what is found on this machine."""

from flask_babel import gettext as _

from server.editors import choice
from server.editors.registry import OFFERED
from server.model.printable import printable_line
from server.runner.processes.environment import user_program_environment


def editor_words() -> tuple[tuple[str, str], ...]:
    """Return each value of the setting with its label, which says what is not installed."""
    found = {opener.name: opener for opener in choice.openers(user_program_environment())}
    first = next(iter(found.values()), None)
    named = found.get(choice.ENVIRONMENT)
    automatic = (
        _("The first that is installed: %(editor)s", editor=printable_line(first.title))
        if first is not None
        else _("The first that is installed: none was found")
    )
    environment = (
        _("$VISUAL or $EDITOR: %(editor)s", editor=printable_line(named.title))
        if named is not None
        else _("$VISUAL or $EDITOR (not set, or not found)")
    )
    return (
        (choice.AUTOMATIC, automatic),
        *(
            (editor.name, editor.title if editor.name in found else _missing(editor.title))
            for editor in OFFERED
        ),
        (choice.ENVIRONMENT, environment),
        (choice.NONE, _("None: a click copies the place")),
    )


def _missing(title: str) -> str:
    return str(_("%(editor)s (not found)", editor=title))
