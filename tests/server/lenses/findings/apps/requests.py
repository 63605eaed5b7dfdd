"""Views that ask for what a request may lack."""

from typing import Any

from flask import Flask, request
from flask_login import LoginManager, UserMixin  # type: ignore[import-untyped]  # no stubs
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]  # it has no stubs

app = Flask(__name__)
app.secret_key = "a key of this test alone"
app.config["WTF_CSRF_CHECK_DEFAULT"] = False
protect = CSRFProtect(app)
logins = LoginManager(app)
logins.login_view = "login"


@logins.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def load(name: str) -> UserMixin | None:
    """Know nobody."""
    return None


@app.get("/login")
def login() -> Any:
    """Require a login at the login page."""
    return logins.unauthorized()


@app.get("/members")
def members() -> Any:
    """Send strangers to the login page."""
    return logins.unauthorized()


@app.post("/form")
def form() -> str:
    """Read a field of a form."""
    return request.form["name"]


@app.get("/query")
def query() -> str:
    """Read a value of the query."""
    return request.args["name"]


@app.post("/upload")
def upload() -> str:
    """Read an uploaded file."""
    return str(request.files["picture"].filename)


@app.post("/json")
def json() -> str:
    """Read JSON."""
    return str(request.json)


@app.post("/guarded")
def guarded() -> str:
    """Demand a CSRF token."""
    protect.protect()
    return "taken"


@app.get("/guarded/not")
def unguarded() -> str:
    """Demand none."""
    return "read"
