"""The sentences of the workbench in the user's language, where no browser asks for one."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.shell import i18n


@contextmanager
def speaking(language: str | None = None) -> Iterator[None]:
    """Within, flask-babel's gettext answers in `language`, by default the user's, on this thread.

    English needs nothing, and then nothing is imported.
    """
    wanted = language or i18n.language()
    if wanted == i18n.SOURCE:
        yield
        return
    from flask import Flask  # noqa: PLC0415 - only who reads another language waits for it
    from flask_babel import Babel  # noqa: PLC0415 - as above

    app = Flask("fumehood")
    Babel(app, default_locale=wanted, default_translation_directories=str(i18n.CATALOGUES))
    with app.app_context():
        yield
