"""What is said about extensions, decided by importing and using them."""

import re
from typing import Any
from urllib.parse import urlencode

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


def imported(bench: Bench, module: str, *names: str) -> tuple[bool, str]:
    """Whether a module can be imported with these names, and what Python said."""
    answer: dict[str, Any] = bench.send(
        "GET", f"/import/{module}", query=[("name", name) for name in names]
    ).json()
    return bool(answer["imports"]), str(answer["why"])


def used(bench: Bench, package: str, name: str) -> str:
    """What was seen when an extension did what it is for."""
    bench.needs(package)
    return str(bench.send("GET", f"/use/{name}").json()["saw"])


@claim(
    "flask-ext",
    "Extensions are imported from flask.ext, as in from flask.ext.login import LoginManager.",
    expect=FAILS,
    mistake=True,
    counter=Counter(module="flask.json"),
)
def flask_ext(bench: Bench, *, module: str = "flask.ext") -> Observation:
    works, why = imported(bench, module)
    return Observation(holds=works, because=f"Asked to import {module}, Python said: {why}.")


@claim(
    "script",
    "Flask-Script gives a project its commands: python manage.py runserver.",
    expect=FAILS,
    mistake=True,
    counter=Counter(package="flask", module="flask.cli"),
)
def script(bench: Bench, *, package: str = "flask-script", module: str = "flask_script") -> Observation:
    bench.needs(package)
    works, why = imported(bench, module)
    return Observation(holds=works, because=f"Asked to import {module}, Python said: {why}.")


@claim(
    "uploads",
    "The line from werkzeug import secure_filename, which Flask-Uploads needs, is an error today.",
    expect=HOLDS,
    counter=Counter(module="werkzeug.utils"),
)
def uploads(bench: Bench, *, module: str = "werkzeug") -> Observation:
    works, why = imported(bench, module, "secure_filename")
    return Observation(
        holds=not works,
        because=f"Of secure_filename from {module}, Werkzeug {bench.versions.werkzeug}: {why}.",
    )


@claim(
    "jwt",
    "Flask-JWT, which the tutorials on tokens name, cannot even be imported.",
    expect={"flask>=2.3": HOLDS, "": FAILS},
    counter={
        "flask>=2.3": Counter(package="flask-jwt-extended", module="flask_jwt_extended"),
        "": Counter(package="flask", module="flask.jwt"),
    },
)
def jwt(bench: Bench, *, package: str = "flask-jwt", module: str = "flask_jwt") -> Observation:
    bench.needs(package)
    works, why = imported(bench, module)
    return Observation(holds=not works, because=f"Asked to import {module}, Python said: {why}.")


@claim(
    "user",
    "With Flask-User people can register at once, even on a machine that sends no mail.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'USER_EMAIL_SENDER_EMAIL="club@example.com"': "USER_ENABLE_EMAIL=False",
                     "USER_ENABLE_USERNAME=False": "USER_ENABLE_USERNAME=True",
                     "    email = db.Column": "    username = db.Column(db.String)\n    email = db.Column"}),
)  # fmt: skip
def user(bench: Bench) -> Observation:
    bench.needs("flask-user", "flask-sqlalchemy")
    port = bench.port()
    server = bench.start("-m", "flask", "--app", "club.py", "run", "--port", str(port))
    person = {"email": "ada@example.com", "username": "ada"}
    person |= dict.fromkeys(("password", "retype_password"), "Chess1843")
    answer = bench.fetch(
        f"http://127.0.0.1:{port}/user/register",
        "POST",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode(person).encode(),
        timeout=20,  # it imports much before it answers
    )
    raised = re.findall(r"^[\w.]*Error: .+", server.output, re.MULTILINE)
    return Observation(
        holds=answer.status == 302,
        because=f"POST /user/register answered {answer.status} {answer.reason}"
        + (f", and the log ends with {raised[-1].rstrip('.')}." if raised else "."),
    )


@claim(
    "login",
    "Flask-Login, last released in 2023, works with the Flask of today.",
    expect=HOLDS,
    counter=Counter({"lambda: str(login_user(Guest()))": 'lambda: ""'}),
)
def login(bench: Bench) -> Observation:
    saw = used(bench, "flask-login", "login")
    return Observation(
        holds=saw == "401 at first, then Ada",
        because=f"A visitor who asked for the room, logged in and asked again got: {saw}.",
    )


@claim(
    "mail",
    "Flask-Mail was given up years ago and cannot be used any more.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"        post.send(": "        print("}),
)
def mail(bench: Bench) -> Observation:
    saw = used(bench, "flask-mail", "mail")
    return Observation(
        holds=not saw.startswith("1 message"),
        because=f"Asked to send one message, it had an outbox with: {saw}.",
    )


@claim(
    "database",
    "Flask-SQLAlchemy makes a table, keeps a row in it and finds the row again.",
    expect=HOLDS,
    counter=Counter({"db.session.commit()": "db.session.rollback()"}),
)
def database(bench: Bench) -> Observation:
    saw = used(bench, "flask-sqlalchemy", "database")
    return Observation(
        holds=saw == "1 tea in the table", because=f"After one tea was added there was: {saw}."
    )


@claim(
    "form",
    "Flask-WTF refuses a form with a required field left empty and takes one that is filled in.",
    expect=HOLDS,
    counter=Counter({"validators=[DataRequired()]": "validators=[]"}),
)
def form(bench: Bench) -> Observation:
    saw = used(bench, "flask-wtf", "form")
    return Observation(holds=saw == "empty refused, filled taken", because=f"Of two forms it said: {saw}.")


@claim(
    "cors",
    "Flask-CORS tells browsers which other site may read an answer.",
    expect=HOLDS,
    counter=Counter({'    CORS(shop, origins=["https://cafe.example"])\n': ""}),
)
def cors(bench: Bench) -> Observation:
    saw = used(bench, "flask-cors", "cors")
    return Observation(
        holds=saw == "allowed: https://cafe.example",
        because=f"To a page of https://cafe.example it said: {saw}.",
    )
