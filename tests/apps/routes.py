"""An app with URL rules of each kind."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, Rule, ValidationError

app = Flask(__name__)
app.url_map.redirect_defaults = True


class Even(BaseConverter):
    """A converter that accepts even numbers only."""

    regex = r"\d+"
    calls = 0

    def to_python(self, value: str) -> int:
        """Return the number."""
        Even.calls += 1
        if int(value) % 2:
            raise ValidationError
        return int(value)


app.url_map.converters["even"] = Even


def view(**values: object) -> str:
    """Answer for all rules."""
    return repr(sorted(values.items()))


for number, rule in enumerate(
    (
        "/",
        "/users/",
        "/users/<int:number>",
        "/users/<name>",
        "/users/<int(max=10):number>/small",
        "/files/<path:where>",
        "/files/<path:where>/edit",
        "/even/<even:number>",
        "/strict",
        "/post",
        "/a-<word>.<ending>",
        "/uuid/<uuid:id>",
        "/any/<any(red, blue):colour>",
    )
):
    app.add_url_rule(rule, f"view{number}", view, methods=["POST"] if rule == "/post" else None)
app.add_url_rule("/loose/", "loose", view, strict_slashes=False)
app.url_map.add(Rule("/built", endpoint="built", build_only=True))
app.url_map.add(Rule("/socket", endpoint="socket", websocket=True))
app.url_map.add(Rule("/old/<int:number>", endpoint="old", redirect_to="/users/<number>"))
app.add_url_rule("/calls", "calls", lambda: str(Even.calls))
