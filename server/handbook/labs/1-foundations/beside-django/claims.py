"""What is said about Flask and Django, decided with one bookshop in both."""

import json
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

# What one Python finds out about Flask: the modules that it loads come first, before all other imports.
ABOUT_FLASK = """
import sys
before = set(sys.modules)
import flask
found = {"modules": len(set(sys.modules) - before)}
import importlib.util, json, os, pkgutil, re
from importlib import metadata
sys.path.insert(0, os.getcwd())
from app import app


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


def there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


found["settings"] = sorted(app.config)
found["parts"] = sorted(each.name for each in pkgutil.iter_modules(flask.__path__))
found["django"] = [name for name in sys.argv[1:] if there(name)]
found["brought"] = {name: sorted(brought(name, set())) for name in ("flask", "django", "jinja2")}
print(json.dumps(found))
"""
# What another finds out about Django: the modules, the answer to a first request, the files of the site.
ABOUT_DJANGO = """
import sys
before = set(sys.modules)
{first}
found = {{"modules": len(set(sys.modules) - before)}}
import importlib, json, os
from wsgiref.util import setup_testing_defaults
module, name, folder = sys.argv[1], sys.argv[2], os.path.realpath(sys.argv[3])
sys.path.insert(0, folder)
app = getattr(importlib.import_module(module), name)
environ = {{"HTTP_HOST": "localhost"}}
setup_testing_defaults(environ)
b"".join(app(environ, lambda status, headers: found.update(status=status)))
files = [os.path.realpath(getattr(one, "__file__", None) or "/") for one in list(sys.modules.values())]
# A frozen Python's own modules name files that are nowhere.
own = {{file for file in files if file.startswith(folder + os.sep) and os.path.isfile(file)}}
found["files"] = sorted(os.path.relpath(file, folder) for file in own)
print(json.dumps(found))
"""
COUNTED = """
import json, sys
before = set(sys.modules)
{first}
print(json.dumps({{"modules": len(set(sys.modules) - before)}}))
"""
SETUP = """
import django
from django.conf import settings
usual = ("admin", "auth", "contenttypes", "messages", "sessions", "staticfiles")
settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in usual])
django.setup()
"""
IN_DJANGO = ("django.db.models", "django.forms", "django.contrib.admin", "django.contrib.auth")
PARTS = ("db", "model", "form", "admin", "auth")


def asked(bench: Bench, key: str, code: str, *arguments: str) -> Any:
    """The JSON that the lab's Python prints for some code, which it runs once for all claims."""

    def find() -> Any:
        ran = bench.python("-c", code, *arguments)
        try:
            return json.loads(ran.output.strip().splitlines()[-1])
        except (IndexError, ValueError):
            raise Undecided(f"Python said: {ran.output.strip()[-200:]}", "Restore the lab.") from None

    return bench.found(key, find)


def about_flask(bench: Bench) -> Any:
    """What is known of Flask, and of what is installed."""
    return asked(bench, "flask", ABOUT_FLASK, *IN_DJANGO)


def about_django(bench: Bench) -> Any:
    """What is known of Django and of the shelf that was made with it."""
    bench.needs("django")
    code = ABOUT_DJANGO.format(first="import django")
    return asked(bench, "django", code, "django_site", "app", str(bench.folder))


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
    "A whole Django site fits into a single file.",
    expect=HOLDS,
    counter=Counter(project=True),
)
def many_files(bench: Bench, *, project: bool = False) -> Observation:
    bench.needs("django")
    if project:
        bench.python("-m", "django", "startproject", "shop", cwd=bench.scratch)
        folder = str(bench.scratch / "shop")
        code = ABOUT_DJANGO.format(first="import django")
        found = asked(bench, "project", code, "shop.wsgi", "application", folder)
    else:
        found = about_django(bench)
    files = found["files"]
    return Observation(
        holds=found["status"].startswith("200") and len(files) == 1,
        because=f"It answered GET / with {found['status']}, "
        f"and used {len(files)} of its own files: {', '.join(files)}.",
    )


@claim(
    "lighter-import",
    "import django loads fewer modules than import flask.",
    expect=HOLDS,
    counter=Counter(first=SETUP),
)
def lighter_import(bench: Bench, *, first: str = "import django") -> Observation:
    flask = about_flask(bench)["modules"]
    if first == "import django":
        theirs, what = about_django(bench)["modules"], "import django"
    else:
        bench.needs("django")
        found = asked(bench, "set up", COUNTED.format(first=first))
        theirs, what = found["modules"], "a Django set up with its usual apps"
    return Observation(
        holds=theirs < flask, because=f"import flask loaded {flask} modules, {what} loaded {theirs}."
    )


@claim(
    "no-settings",
    "A Flask app that was not configured has no settings.",
    expect=FAILS,
    mistake=True,
    counter=Counter(prefix="SHOP_"),
)
def no_settings(bench: Bench, *, prefix: str = "") -> Observation:
    found = [name for name in about_flask(bench)["settings"] if name.startswith(prefix)]
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
    counter=Counter(parts=("session", "templat")),
)
def what_comes(bench: Bench, *, parts: tuple[str, ...] = PARTS) -> Observation:
    bench.needs("django")
    found = about_flask(bench)
    ours = [name for name in found["parts"] if any(part in name for part in parts)]
    return Observation(
        holds=len(found["django"]) == len(IN_DJANGO) and not ours,
        because=f"Django has {', '.join(found['django'])}. Of the {len(found['parts'])} modules of Flask, "
        f"{', '.join(ours) or 'none'} can be found by the words {', '.join(parts)}.",
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
    brought = about_flask(bench)["brought"]
    ours, theirs = brought[first], brought["django"]
    return Observation(
        holds=len(ours) < len(theirs),
        because=f"{first} brings {len(ours)} ({', '.join(ours)}), "
        f"django {len(theirs)} ({', '.join(theirs)}).",
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
