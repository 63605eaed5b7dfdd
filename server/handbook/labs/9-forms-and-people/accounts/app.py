"""A library's readers: they register, open the link in a letter, log in, and see their card."""

from flask import Flask
from flask_mail import Mail, email_dispatched
from flask_security import Security, SQLAlchemyUserDatastore, auth_required, current_user
from flask_security.models import fsqla_v3
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SECRET_KEY"] = "printed-for-all-to-read-here"
app.config["SECURITY_PASSWORD_SALT"] = "one-for-the-whole-library"
app.config.update(
    SQLALCHEMY_DATABASE_URI="sqlite://",  # in memory: gone when the app ends
    MAIL_DEFAULT_SENDER="desk@library.example",
    SECURITY_REGISTERABLE=True,
    SECURITY_CONFIRMABLE=True,
    # Real readers deserve more work than this; here it shall be quick.
    SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={"argon2__time_cost": 1, "argon2__memory_cost": 1024},
    SECURITY_HASHING_SCHEMES=["pbkdf2_sha256"],
    SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},  # asks no name server
)
db = SQLAlchemy(app)
Mail(app)
fsqla_v3.FsModels.set_db_info(db)


class Role(db.Model, fsqla_v3.FsRoleMixin):
    pass


class User(db.Model, fsqla_v3.FsUserMixin):
    pass


Security(app, SQLAlchemyUserDatastore(db, User, Role))
with app.app_context():
    db.create_all()

LETTERS = {}


@email_dispatched.connect
def copied(sender, message):
    LETTERS[message.recipients[0]] = message.body


PAGE = """<!doctype html><html lang="en"><title>Library</title><h1>The library</h1><ul>
<li><a href="/register">Become a reader</a></li><li><a href="/login">Log in</a></li>
<li><a href="/card">My card</a>, for readers only</li><li><a href="/logout">Log out</a></li></ul>"""


@app.get("/")
def home():
    return PAGE


@app.get("/card")
@auth_required("session")
def card():
    return {"reader": current_user.email}


@app.get("/kept/<email>")
def kept(email):
    """What the database holds of a reader; nobody but a lab would show it."""
    user = db.session.scalar(db.select(User).filter_by(email=email))
    return {"kept": user.password, "confirmed": user.confirmed_at is not None}


@app.get("/letter/<email>")
def letter(email):
    return app.response_class(LETTERS[email], mimetype="text/plain")
