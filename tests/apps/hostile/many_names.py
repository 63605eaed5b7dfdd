"""An app with too many rules and hooks, and with names that are too long."""

from flask import Blueprint, Flask, render_template
from jinja2 import DictLoader

LONG = "n" * 600_000

app = Flask(__name__)
app.config[LONG.upper()] = LONG
app.jinja_loader = DictLoader({LONG: "answered"})
blueprint = Blueprint(LONG, __name__)


@blueprint.get("/")
def index() -> str:
    """Render a template with a long name."""
    return render_template(LONG)


app.register_blueprint(blueprint)
app.add_url_rule("/" + LONG, "long", str)
for number in range(1_500):
    app.add_url_rule(f"/rule/{number}", f"rule{number}", str)
for _ in range(1_500):
    app.before_request(lambda: None)
