"""Translation of sentences, also for the command line, which does without flask-babel for English.

flask-babel imports all of Flask and Babel. As long as nothing has imported it, nobody can have chosen a
language, and the English source text is right.
"""

import sys
from types import ModuleType


def gettext(text: str, **facts: object) -> str:
    """Return the text in the language of the request or command, filled with the facts if there are any."""
    flask_babel = loaded_flask_babel()
    if flask_babel is not None:
        return str(flask_babel.gettext(text, **facts))
    return text % facts if facts else text


def ngettext(one: str, many: str, num: int, **facts: object) -> str:
    """Return the plural form that fits the number, filled with `%(num)d` and the facts."""
    flask_babel = loaded_flask_babel()
    if flask_babel is not None:
        return str(flask_babel.ngettext(one, many, num, **facts))
    return (one if num == 1 else many) % {"num": num, **facts}


def locale() -> str | None:
    """Return the code of the language that texts are translated into; None for that of the sources."""
    flask_babel = loaded_flask_babel()
    chosen = flask_babel.get_locale() if flask_babel is not None else None
    return None if chosen is None else str(chosen)


class Lazy:
    """A text in a constant, translated each time it is used."""

    def __init__(self, text: str) -> None:
        """Keep the English source text."""
        self.source = text

    def __str__(self) -> str:
        """Return the text in the language of the request or command."""
        return gettext(self.source)


def lazy_gettext(text: str) -> Lazy:
    """Return the text as one that is translated when it is used."""
    return Lazy(text)


def loaded_flask_babel() -> ModuleType | None:
    """Return flask-babel if something has imported it, or is importing it on another thread."""
    if "flask_babel" not in sys.modules:
        return None
    import flask_babel  # noqa: PLC0415 - it waits for another thread's import to be complete

    return flask_babel  # type: ignore[no-any-return]  # the library has no types
