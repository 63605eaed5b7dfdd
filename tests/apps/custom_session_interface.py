"""An app with its own session interface, which has only the methods that Flask needs."""

from __future__ import annotations

from typing import Any

from flask import Flask, session


class MemorySession(dict):  # type: ignore[type-arg]  # Python 3.9 runs this, and any key will do
    """A session that always counts as modified."""

    modified = True
    accessed = True


class NumberedSessions:
    """An interface without Flask's base class: the cookie holds the number of a session in this process."""

    def __init__(self) -> None:
        self.all: list[MemorySession] = []

    def open_session(self, app: Flask, request: Any) -> MemorySession:
        """Return the session of the number in the cookie, or a new one."""
        number = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        if number is None:
            self.all.append(MemorySession())
            number = len(self.all) - 1
        return self.all[int(number)]

    def is_null_session(self, opened: Any) -> bool:
        """Return whether there is no session."""
        return opened is None

    def save_session(self, app: Flask, opened: MemorySession, response: Any) -> None:
        """Set the cookie to the session's number."""
        number = next(index for index, session_kept in enumerate(self.all) if session_kept is opened)
        response.set_cookie(app.config["SESSION_COOKIE_NAME"], str(number))


app = Flask(__name__)
app.session_interface = NumberedSessions()  # type: ignore[assignment]  # what apps do, typed or not


@app.route("/")
def count() -> str:
    """Count the visits."""
    session["seen"] = session.get("seen", 0) + 1
    return str(session["seen"])
