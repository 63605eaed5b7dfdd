"""A choir's song sheets are for its members, and the cupboard for those who have just logged in."""

from flask import Flask, redirect, request, url_for
from flask_login import (
    LoginManager,
    UserMixin,
    current_user,
    fresh_login_required,
    login_required,
    login_user,
    logout_user,
)

app = Flask(__name__)
app.config["SECRET_KEY"] = "printed-for-all-to-read-in-here"
manager = LoginManager(app)
manager.login_view = "login"

MEMBERS = {"7": "Ada", "8": "Grace"}


class Member(UserMixin):
    def __init__(self, number):
        self.id = number


@manager.user_loader
def load(number):
    return Member(number) if number in MEMBERS else None


@app.get("/")
def home():
    return """<!doctype html><html lang="en"><title>Choir</title><h1>The choir</h1><ul>
<li><a href="/sheets">Song sheets</a><li><a href="/cupboard">Key of the cupboard</a>
<li><a href="/minutes">Minutes</a></ul><form method="post" action="/logout"><button>Log out</button></form>"""


@app.route("/login", methods=["GET", "POST"])
def login():
    number = next((number for number, name in MEMBERS.items() if name == request.form.get("name")), None)
    if number and request.form.get("word") == "la-la-la":
        login_user(Member(number), remember="remember" in request.form)
        return redirect(request.args.get("next") or url_for("sheets"))
    return """<!doctype html><html lang="en"><title>Log in</title><h1>Who is there?</h1>
<form method="post"><input name="name" aria-label="Name"> <input name="word" type="password"
aria-label="Word"> <label><input type="checkbox" name="remember"> Remember me</label>
<button>Log in</button></form>"""


@app.get("/sheets")
@login_required
def sheets():
    return {"for": MEMBERS[current_user.get_id()], "sheets": ["Ave verum", "Hey Jude"]}


@app.get("/cupboard")
@fresh_login_required
def cupboard():
    return {"key": "behind the piano"}


@login_required
@app.get("/minutes")
def minutes():
    return {"minutes": "The tenors were late."}


@app.post("/logout")
def logout():
    logout_user()
    return redirect(url_for("home"))
