"""What is said about Flask and Django, decided with one bookshop in both."""

import json
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

# How many modules the first line brings into a Python in which the others were not there yet.
LOADED = """
import sys
before = set(sys.modules)
{code}
print(len(set(sys.modules) - before))
"""
SETUP = """
import django
from django.conf import settings
usual = ("admin", "auth", "contenttypes", "messages", "sessions", "staticfiles")
settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in usual])
django.setup()
"""
# The status of a first page, and which files of the site it took.
ANSWERED = """
import importlib, json, os, sys
module, folder = sys.argv[1], os.path.realpath(sys.argv[2])
sys.path.insert(0, folder)
importlib.import_module(module)
from django.test import Client
status = Client(SERVER_NAME="localhost").get("/").status_code
paths = [os.path.realpath(getattr(one, "__file__", None) or "/") for one in list(sys.modules.values())]
own = {os.path.relpath(path, folder) for path in paths if path.startswith(folder)}
print(json.dumps([status, sorted(own)]))
"""
# A distribution with everything that it requires, and what that requires.
BROUGHT = """
import json, re, sys
from importlib import metadata


def brought(name, found):
    name = re.sub("[-_.]+", "-", name).lower()
    if name in found:
        return found
    try:
        wanted = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return found
    found.add(name)
    for line in wanted:
        if ";" not in line:
            brought(re.match(r"[\\w.-]+", line)[0], found)
    return found


print(json.dumps([sorted(brought(name, set())) for name in sys.argv[1:]]))
"""
THERE = """
import importlib.util, json, sys


def there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


print(json.dumps([name for name in sys.argv[1:] if there(name)]))
"""
IN_DJANGO = ("django.db.models", "django.forms", "django.contrib.admin", "django.contrib.auth")
IN_FLASK = ("flask.db", "flask.models", "flask.forms", "flask.admin", "flask.auth")


def asked(bench: Bench, code: str, *arguments: str) -> Any:
    """The JSON that the lab's Python prints for some code."""
    ran = bench.python("-c", code, *arguments)
    try:
        return json.loads(ran.output.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise Undecided(f"Python said: {ran.output.strip()[-200:]}", "Restore the lab.") from None


@claim(
    "same-page",
    "A visitor cannot tell from the page whether Flask or Django made it.",
    expect=HOLDS,
    counter=Counter(
        {"    return render_template_string(SHELF, books=BOOKS)": '    return "Powered by Flask"'}
    ),
)
def same_page(bench: Bench) -> Observation:
    bench.needs("django")
    theirs = bench.beside("django_site.py").send("GET", "/")
    ours = bench.send("GET", "/")
    same = ours.text == theirs.text
    return Observation(
        holds=same,
        because=f"Flask answered {len(ours.text)} characters, Django {len(theirs.text)}, "
        + ("and they are the same." if same else "and they are not the same."),
    )


@claim(
    "many-files",
    "A Django site needs a project of several files before it can answer a request.",
    expect=FAILS,
    mistake=True,
    counter=Counter(project=True),
)
def many_files(bench: Bench, *, project: bool = False) -> Observation:
    bench.needs("django")
    if project:
        bench.python("-m", "django", "startproject", "shop", cwd=bench.scratch)
    folder, module = (bench.scratch / "shop", "shop.wsgi") if project else (bench.folder, "django_site")
    status, files = asked(bench, ANSWERED, module, str(folder))
    return Observation(
        holds=len(files) > 1,
        because=f"It answered GET / with {status}; it used {len(files)} of its own files: {', '.join(files)}.",
    )


@claim(
    "lighter-import",
    "import flask loads fewer modules than import django, for Flask is the lighter one.",
    expect=FAILS,
    mistake=True,
    counter=Counter(django=SETUP),
)
def lighter_import(bench: Bench, *, django: str = "import django") -> Observation:
    bench.needs("django")
    flask = int(asked(bench, LOADED.format(code="import flask")))
    theirs = int(asked(bench, LOADED.format(code=django)))
    what = "import django" if django == "import django" else "a Django set up with its usual apps"
    return Observation(
        holds=flask < theirs, because=f"import flask loaded {flask} modules, {what} loaded {theirs}."
    )


@claim(
    "no-settings",
    "A Flask app that was not configured has no settings.",
    expect=FAILS,
    mistake=True,
    counter=Counter(prefix="SHOP_"),
)
def no_settings(bench: Bench, *, prefix: str = "") -> Observation:
    names = asked(bench, "import json; from app import app; print(json.dumps(sorted(app.config)))")
    found = [name for name in names if name.startswith(prefix)]
    which = f" that begin with {prefix}" if prefix else ""
    return Observation(
        holds=not found,
        because=f"In app.config of the shelf, where nothing was set, there are {len(found)} settings{which}"
        + (f", {found[0]} being the first." if found else "."),
    )


@claim(
    "what-comes",
    "Django brings a database layer, forms, an admin and accounts; Flask brings none of them.",
    expect=HOLDS,
    counter=Counter(in_flask=("flask.sessions", "flask.templating")),
)
def what_comes(bench: Bench, *, in_flask: tuple[str, ...] = IN_FLASK) -> Observation:
    bench.needs("django")
    theirs, ours = asked(bench, THERE, *IN_DJANGO), asked(bench, THERE, *in_flask)
    return Observation(
        holds=len(theirs) == len(IN_DJANGO) and not ours,
        because=f"Of {', '.join(IN_DJANGO)} Django has {len(theirs)}; "
        f"of {', '.join(in_flask)} Flask has {len(ours)}.",
    )


@claim(
    "fewer-packages",
    "Installing Flask brings fewer packages than installing Django.",
    expect=FAILS,
    mistake=True,
    counter=Counter(first="jinja2"),
)
def fewer_packages(bench: Bench, *, first: str = "flask") -> Observation:
    bench.needs("django")
    ours, theirs = asked(bench, BROUGHT, first, "django")
    counted = f"{len(theirs)} ({', '.join(theirs)})"
    return Observation(
        holds=len(ours) < len(theirs),
        because=f"{first} brings {len(ours)} ({', '.join(ours)}), django {counted}.",
    )


@claim(
    "needs-database",
    "Django needs a database, even for a page that shows nothing from it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"    page = Engine()": "    __import__('django.db').db.connection.cursor()\n    page = Engine()"}
    ),
)
def needs_database(bench: Bench) -> Observation:
    bench.needs("django")
    seen = bench.beside("django_site.py").send("GET", "/", may_crash=True)
    return Observation(
        holds=seen.status != 200, because=f"With no database configured, GET / answered {seen.status_line}."
    )
