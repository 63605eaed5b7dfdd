"""A chess club that people join with Flask-User."""

import tempfile

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_user import UserManager, UserMixin

app = Flask(__name__)
app.config["SECRET_KEY"] = "a-key-that-is-long-enough-for-a-club"
app.config.update(
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{tempfile.mkdtemp()}/club.db",
    USER_APP_NAME="The chess club",
    USER_EMAIL_SENDER_EMAIL="club@example.com",
    USER_ENABLE_USERNAME=False,
    WTF_CSRF_ENABLED=False,  # the club is tried without a browser
    MAIL_PORT=1,  # nobody carries mail here
)
db = SQLAlchemy(app)


class Member(db.Model, UserMixin):
    id = db.Column(db.Integer, primary_key=True)
    active = db.Column("is_active", db.Boolean, default=True)
    email = db.Column(db.String, unique=True)
    email_confirmed_at = db.Column(db.DateTime)
    password = db.Column(db.String)


with app.app_context():
    db.create_all()
    UserManager(app, db, Member)
