"""Sets the language of the workbench's sentences for commands, where no browser asks for one."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.shell import i18n
from desktop.workbench.app_info import fumehood


@contextmanager
def translated(language: str | None = None) -> Iterator[None]:
    """Within the block flask-babel translates into `language` on this thread, by default the user's.

    English needs no translation, and then nothing is imported.
    """
    locale = language or i18n.language()
    if locale == i18n.SOURCE:
        yield
        return
    from flask import Flask  # noqa: PLC0415 - English output need not wait for it
    from flask_babel import Babel  # noqa: PLC0415 - as above

    app = Flask("fumehood")
    Babel(app, default_locale=locale, default_translation_directories=str(fumehood().translations))
    with app.app_context():
        yield
