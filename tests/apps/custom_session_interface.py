"""Sessions kept in the process, with an interface that tells Flask only what Flask asks for."""

from __future__ import annotations

from typing import Any

from flask import Flask, session


class Kept(dict):  # type: ignore[type-arg]  # Python 3.9 runs this, and any key will do
    """A session that counts as changed always."""

    modified = True
    accessed = True


class Numbered:
    """An interface without Flask's base class: a number goes into the cookie, the rest stays here."""

    def __init__(self) -> None:
        self.all: list[Kept] = []

    def open_session(self, app: Flask, request: Any) -> Kept:
        """The session of the number that came, or another."""
        number = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        if number is None:
            self.all.append(Kept())
            number = len(self.all) - 1
        return self.all[int(number)]

    def is_null_session(self, opened: Any) -> bool:
        """None ever is."""
        return opened is None

    def save_session(self, app: Flask, opened: Kept, response: Any) -> None:
        """Send its number."""
        number = next(index for index, one in enumerate(self.all) if one is opened)
        response.set_cookie(app.config["SESSION_COOKIE_NAME"], str(number))


app = Flask(__name__)
app.session_interface = Numbered()  # type: ignore[assignment]  # what apps do, typed or not


@app.route("/")
def count() -> str:
    """Count the visits."""
    session["seen"] = session.get("seen", 0) + 1
    return str(session["seen"])
