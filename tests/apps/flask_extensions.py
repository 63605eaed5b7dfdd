"""An app with WTForms, Flask-WTF, Flask-Login, PyJWT and ItsDangerous."""

from __future__ import annotations

import contextlib
from typing import Any

import jwt
from flask import Flask, flash, get_flashed_messages, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import (  # type: ignore[import-untyped]  # it has no type hints
    LoginManager,
    UserMixin,
    confirm_login,
    fresh_login_required,
    login_required,
    login_user,
    logout_user,
)
from flask_wtf import CSRFProtect, FlaskForm  # type: ignore[import-untyped]  # as above
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import (  # type: ignore[import-untyped]  # as above
    FieldList,
    PasswordField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length  # type: ignore[import-untyped]  # as above

app = Flask(__name__)
app.config.update(SECRET_KEY="a-key-of-the-tests-that-is-long-enough", WTF_CSRF_CHECK_DEFAULT=False)
protect = CSRFProtect(app)
manager = LoginManager(app)
KEY = "another-key-of-the-tests-that-is-long"


class Person(UserMixin):  # type: ignore[misc]  # Flask-Login has no type hints
    """A user with a name."""

    def __init__(self, name: str) -> None:
        self.id = name


class ComputedUser(Person):
    """A user whose state is computed by the app's own code, which fails."""

    @property
    def is_authenticated(self) -> bool:
        """Raise when it is read from outside."""
        raise RuntimeError("nobody may look")


@manager.user_loader  # type: ignore[untyped-decorator]  # as above
def load(name: str) -> Person | None:
    """Return the user of that name; None if the user no longer exists."""
    return Person(name) if name != "gone" else None


class OrderForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no type hints
    """A form with its own validation."""

    name = StringField("Name", [InputRequired(), Length(max=5)])
    pin = PasswordField("PIN")
    extras = FieldList(StringField("Extra", [Length(max=3)]), min_entries=1)

    def validate_name(self, field: Any) -> None:
        """Refuse one name, and raise for another one."""
        if field.data == "crash":
            raise ZeroDivisionError("broken")
        if field.data == "Eve":
            raise ValidationError("Not you.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Add to the validation of the base class."""
        return bool(super().validate(extra_validators)) and self.name.data != "never"


@app.route("/order", methods=["GET", "POST"])
def order() -> ResponseReturnValue:
    """Show or take an order."""
    form = OrderForm()
    if form.validate_on_submit():
        flash("Taken.", "ok")
        return "taken"
    return str(form.csrf_token)


@app.post("/protected")
def protected() -> str:
    """Answer only requests with a CSRF token."""
    protect.protect()
    return "passed"


@app.get("/messages")
def messages() -> list[Any]:
    """Take the waiting messages, twice."""
    get_flashed_messages(category_filter=["ok"])
    return list(get_flashed_messages(with_categories=True))


@app.get("/flash/<text>")
def say(text: str) -> str:
    """Put a message."""
    flash(text)
    return "put"


@app.get("/login/<name>")
def login(name: str) -> str:
    """Log a user in."""
    person = ComputedUser(name) if name == "odd" else Person(name)
    return str(login_user(person, remember="remember" in request.args, fresh="stale" not in request.args))


@app.get("/logout")
def logout() -> str:
    """Log the user out."""
    return str(logout_user())


@app.get("/confirm")
def confirm() -> str:
    """Confirm the login."""
    confirm_login()
    return "confirmed"


@app.get("/me")
@login_required  # type: ignore[untyped-decorator]  # as above
def me() -> str:
    """Answer a user who is logged in."""
    return "me"


@app.get("/fresh")
@fresh_login_required  # type: ignore[untyped-decorator]  # as above
def fresh() -> str:
    """Answer a user whose login is fresh."""
    return "fresh"


@app.get("/tokens")
def tokens() -> dict[str, str]:
    """Make tokens, and check valid and invalid ones."""
    token = jwt.encode({"sub": "ada", "exp": 4_000_000_000}, KEY, algorithm="HS256")
    jwt.decode(token, KEY, algorithms=["HS256"])
    jwt.decode(token, options={"verify_signature": False})
    with contextlib.suppress(jwt.InvalidTokenError):
        jwt.decode(token, KEY[::-1], algorithms=["HS256"])
    serializer = URLSafeTimedSerializer(KEY)
    signed = serializer.dumps({"reset": 7})
    serializer.loads(signed, max_age=60)
    with contextlib.suppress(BadSignature):
        serializer.loads(signed[:-9] + signed[-8:] + "A")
    return {"token": token, "signed": str(signed)}


@app.route("/echo", methods=["GET", "POST"])
def echo() -> ResponseReturnValue:
    """Accept any request; set a cookie or redirect if asked to."""
    request.get_data()
    response = redirect("/echo") if "go" in request.args else app.make_response("echo")
    if "set" in request.args:
        response.set_cookie("ticket", request.args["set"])
    return response
