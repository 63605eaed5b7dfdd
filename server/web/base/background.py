"""Threads that work for a page after its request is gone."""

import threading
from collections.abc import Callable

from flask import current_app, has_app_context
from flask_babel import force_locale, get_locale


def begin(name: str, work: Callable[[], None]) -> None:
    """Run `work` on a thread of its own, in the app and the language of the page that asked for it."""
    if not has_app_context():
        threading.Thread(target=work, name=name, daemon=True).start()
        return
    app, locale = current_app._get_current_object(), get_locale()  # type: ignore[attr-defined]  # Flask documents it for exactly this

    def carried() -> None:
        with app.app_context(), force_locale(locale):
            work()

    threading.Thread(target=carried, name=name, daemon=True).start()
