"""What is said about the micro in micro-framework, decided in a mountain hut."""

import re
from pathlib import PurePath

from packaging.requirements import Requirement

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

# Distributions that do what Flask is said to do or not to do.
KNOWN = {
    "an ORM": {"sqlalchemy", "flask-sqlalchemy", "peewee", "pony", "tortoise-orm", "django"},
    "forms": {"wtforms", "flask-wtf", "deform", "django"},
    "an admin": {"flask-admin", "django"},
    "accounts": {"flask-login", "flask-user", "flask-security", "flask-security-too", "django"},
    "templates": {"jinja2", "mako", "chameleon", "django"},
    "a command line": {"click", "typer", "docopt", "django"},
}


def brought(bench: Bench, name: str) -> dict[str, str]:
    """What is installed together with a distribution, itself included: names and versions."""
    python = bench.versions.python or ""
    environment = {
        "extra": "",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "platform_system": "Linux",  # the one that only Windows needs is not counted
    }
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        next_one = waiting.pop()
        if next_one not in found:
            box = bench.send("GET", f"/box/{next_one}").json()
            found[next_one] = box["version"]
            needed = [Requirement(text) for text in box["needs"]]
            waiting += [
                re.sub(r"[-_.]+", "-", each.name).lower()
                for each in needed
                if each.marker is None or each.marker.evaluate(environment)
            ]
    return found


@claim(
    "comes-alone",
    "Micro means that Flask installs nothing but itself.",
    expect=FAILS,
    mistake=True,
    counter=Counter(name="markupsafe"),
)
def comes_alone(bench: Bench, *, name: str = "flask") -> Observation:
    found = brought(bench, name)
    return Observation(
        holds=len(found) == 1,
        because=f"With {name} came {', '.join(sorted(set(found) - {name})) or 'nothing'}.",
    )


@claim(
    "six-others",
    "With Flask come six other distributions.",
    expect={"flask>=2.3, python>=3.10": HOLDS, "": FAILS},
    counter={
        "flask>=2.3, python>=3.10": Counter(count=7),
        "flask>=2.3": Counter(count=8),
        "python>=3.10": Counter(count=5),
        "": Counter(count=7),
    },
)
def six_others(bench: Bench, *, count: int = 6) -> Observation:
    found = brought(bench, "flask")
    others = ", ".join(f"{name} {version}" for name, version in sorted(found.items()) if name != "flask")
    return Observation(
        holds=len(found) - 1 == count,
        because=f"With Flask {found['flask']} came {len(found) - 1}, namely {others}.",
    )


@claim(
    "four-absent",
    "Of an ORM, forms, an admin and accounts, Flask brings none.",
    expect=HOLDS,
    counter=Counter(kinds=("an ORM", "forms", "templates", "a command line")),
)
def four_absent(
    bench: Bench, *, kinds: tuple[str, ...] = ("an ORM", "forms", "an admin", "accounts")
) -> Observation:
    names = set(brought(bench, "flask"))
    there = {kind: sorted(names & KNOWN[kind]) for kind in kinds}
    return Observation(
        holds=not any(there.values()),
        because="Among what came with Flask, "
        + ", ".join(f"{kind}: {' and '.join(found) or 'none'}" for kind, found in there.items())
        + ".",
    )


@claim(
    "loads-a-database",
    "`import flask` does not load `sqlite3`, nor any other module for databases.",
    expect=HOLDS,
    counter=Counter(imports="flask, sqlite3"),
)
def loads_a_database(bench: Bench, *, imports: str = "flask") -> Observation:
    ran = bench.python("-c", f"import sys, {imports}; print(*sys.modules)")
    if ran.code:
        raise Undecided("The interpreter could not import Flask.", "Install Flask for it.")
    loaded = {name.partition(".")[0] for name in ran.output.split()}
    databases = sorted(loaded & {"sqlite3", "dbm", "sqlalchemy", "peewee", "psycopg", "psycopg2", "pymysql"})
    return Observation(
        holds=not databases,
        because=f"After `import {imports}`, {len(loaded)} packages and modules were loaded; "
        f"for databases, {', '.join(databases) or 'none'}.",
    )


@claim(
    "one-file",
    "Micro means that the whole app has to be in one file.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'app.register_blueprint(box, url_prefix="/box")\n': """

@app.get("/box/<name>")
def unpack(name):
    return {"name": name}


"""
        }
    ),
)
def one_file(bench: Bench) -> Observation:
    files = [PurePath(bench.send("GET", path).of("view")["file"]).name for path in ("/", "/box/flask")]
    return Observation(
        holds=len(set(files)) == 1,
        because=f"`/` was answered by a view in `{files[0]}`, `/box/flask` by one in `{files[1]}`.",
    )


@claim(
    "form-is-checked",
    "Flask refuses a form whose fields are not what the page asks for.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "    with database() as books, books:\n": (
                "    if not 1 <= int(beds) <= 4:\n"
                '        return "One to four beds.", 400\n'
                "    with database() as books, books:\n"
            )
        }
    ),
)
def form_is_checked(bench: Bench) -> Observation:
    seen = bench.send("POST", "/book", form={"name": "Ada", "beds": "-3"})
    return Observation(
        holds=seen.status >= 400,
        because=f'The page has `min="1"`; minus three beds were answered with {seen.status_line}.',
    )


@claim(
    "foreign-form-taken",
    "Flask takes a form that was sent from a page of another site.",
    expect=HOLDS,
    counter=Counter(
        {
            "BOOKS = Path(": """

@app.before_request
def own_pages_only():
    if request.headers.get("Origin", request.host_url.rstrip("/")) != request.host_url.rstrip("/"):
        return "Not from there.", 403


BOOKS = Path("""
        }
    ),
)
def foreign_form_taken(bench: Bench) -> Observation:
    seen = bench.send(
        "POST",
        "/book",
        form={"name": "Ada", "beds": "4"},
        headers={"Origin": "https://thief.example", "Sec-Fetch-Site": "cross-site"},
    )
    return Observation(
        holds=seen.status == 200,
        because=f"A form with `Origin: https://thief.example` was answered with {seen.status_line}.",
    )


@claim(
    "request-user",
    "As in Django, `request.user` tells who is asking.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "BOOKS = Path(": """

class NamedRequest(app.request_class):
    user = "Ada"


app.request_class = NamedRequest
BOOKS = Path("""
        }
    ),
)
def request_user(bench: Bench) -> Observation:
    there = bench.send("GET", "/box/request/user").json()["there"]
    return Observation(holds=there, because=f"`request.user` {'exists' if there else 'does not exist'}.")
