"""Start threads that go on working for a page after its request has been answered."""

import logging
import threading
from collections.abc import Callable

from flask import current_app, has_app_context
from flask_babel import force_locale, get_locale

from server.web.base.context import services

log = logging.getLogger(__name__)


def start_thread(name: str, work: Callable[[], None]) -> None:
    """Run `work` on a new thread of that name, in the app and the language of the request that calls this.

    Outside of an app it runs on a plain thread. An exception once Fumehood ends is logged only: the store is
    then closed under whatever still runs.
    """
    if not has_app_context():
        threading.Thread(target=work, name=name, daemon=True).start()
        return
    app, locale = current_app._get_current_object(), get_locale()  # type: ignore[attr-defined]  # Flask documents it for exactly this

    def run() -> None:
        with app.app_context(), force_locale(locale):
            try:
                work()
            except Exception:
                if not services().store.is_closed:
                    raise
                log.info("%s was cut short by the end of Fumehood", name)

    threading.Thread(target=run, name=name, daemon=True).start()
