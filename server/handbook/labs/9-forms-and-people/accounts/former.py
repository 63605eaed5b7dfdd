"""The same desk as it was built with Flask-User; here to be looked at, not to be copied."""

from flask import Flask
from flask_mail import email_dispatched
from flask_sqlalchemy import SQLAlchemy
from flask_user import UserManager, UserMixin, current_user, login_required

app = Flask(__name__)
app.config["SECRET_KEY"] = "printed-for-all-to-read-here-as-well"
app.config.update(
    SQLALCHEMY_DATABASE_URI="sqlite://",
    USER_APP_NAME="Library",
    USER_EMAIL_SENDER_EMAIL="desk@library.example",
    USER_ENABLE_USERNAME=False,
    USER_ENABLE_CONFIRM_EMAIL=True,
    USER_PASSLIB_CRYPTCONTEXT_KEYWORDS={"bcrypt__rounds": 4},  # quick, as in app.py
)
db = SQLAlchemy(app)
LETTERS = {}


class User(db.Model, UserMixin):
    id = db.Column(db.Integer, primary_key=True)
    active = db.Column(db.Boolean, default=True)
    email = db.Column(db.String(200), unique=True)
    email_confirmed_at = db.Column(db.DateTime)
    password = db.Column(db.String(200))


UserManager(app, db, User)
with app.app_context():
    db.create_all()


@email_dispatched.connect
def copied(sender, message):
    LETTERS[message.recipients[0]] = message.body


@app.get("/")
def home():
    return "The old desk."


@app.get("/card")
@login_required
def card():
    return {"reader": current_user.email}


@app.get("/kept/<email>")
def kept(email):
    user = db.session.scalar(db.select(User).filter_by(email=email))
    return {"kept": user.password, "confirmed": user.email_confirmed_at is not None}


@app.get("/letter/<email>")
def letter(email):
    return app.response_class(LETTERS[email], mimetype="text/plain")
