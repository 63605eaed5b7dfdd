"""Tests of how an app is found, and of the reasons why there is none."""

from pathlib import Path
from typing import Any

import pytest

from tests.environments import environment
from tests.server.probe.conftest import LoadApp, OpenApp
from tests.support.probe_host import APPS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("root", "app", "body"),
    [
        ("", "hello.py", b"Hello"),
        ("", "hello", b"Hello"),
        ("", "hello:app", b"Hello"),
        ("", "app_factories", b"nobody"),
        ("", "app_factories:create_app", b"nobody"),
        ("", "app_factories:create_app('Ann', loud=True)", b"ANN"),
        ("package", "shop", b"shop"),
        ("package", "shop:create_app()", b"shop"),
        ("package/shop", "", b"shop"),
        ("", "package/shop/__init__.py", b"shop"),
    ],
)
def test_an_app_is_found_as_flask_finds_it(load: LoadApp, root: str, app: str, body: bytes) -> None:
    """By file, module, name, factory with arguments, package or folder."""
    host, message = load(app, APPS / root)
    assert message["type"] == "ready", message
    assert message["framework"] == "flask"
    assert host.fetch("GET", "/").body == body


SEVERAL_APPS = """
from flask import Flask

def create():
    flask = Flask(__name__)
    flask.add_url_rule("/", view_func=lambda: "flask")
    return flask

def plain(environ, start_response):
    start_response("200 OK", [])
    return [b"plain"]

class Wrapped:
    def __call__(self, environ, start_response):
        start_response("200 OK", [])
        return [b"wrapped"]

class Commands:
    def __call__(self, *args):
        raise SystemExit

"""


@pytest.mark.parametrize(
    ("names", "body"),
    [
        ("inner = flask\napp = plain", b"plain"),
        ("inner = flask\napplication = Wrapped()", b"wrapped"),
        ("inner = flask\napp = plain\napplication = flask", b"flask"),
        ("app = flask\napplication = plain", b"flask"),
        ("site = flask", b"flask"),
        ("site = flask\nother = plain", b"flask"),
        ("site = flask\napp = Commands()", b"flask"),
        ("site = flask\napp = 'a name'", b"flask"),
        ("def create_app():\n    return create()", b"flask"),
    ],
)
def test_a_wsgi_callable_of_the_usual_name_has_precedence(
    load: LoadApp, tmp_path: Path, names: str, body: bytes
) -> None:
    """A wrapper named `app` is served, not what it wraps; Flask apps of any name are still found."""
    (tmp_path / "main.py").write_text(SEVERAL_APPS + names.replace("= flask", "= create()") + "\n")
    host, message = load("main.py", tmp_path)
    assert message["type"] == "ready", message
    assert host.fetch("GET", "/").body == body


@pytest.mark.parametrize(
    ("app", "code", "text"),
    [
        ("broken/raises_at_import.py", "import-error", "RuntimeError: no configuration"),
        (
            "broken/missing_library.py",
            "import-error",
            "ModuleNotFoundError: No module named 'no_such_library'",
        ),
        (
            "broken/exits_at_import.py",
            "import-error",
            "The app exited while it was imported: SystemExit: bye",
        ),
        ("broken/no_app.py", "no-app", "Failed to find Flask application or factory in module 'no_app'"),
        (
            "broken/not_wsgi.py",
            "not-wsgi",
            "broken/not_wsgi.py:app is a str, which is not a WSGI application.",
        ),
        ("nowhere.py", "no-app", "There is no module 'nowhere'"),
        ("hello:nothing", "no-app", "Failed to find attribute 'nothing' in 'hello'."),
        ("hello:1+1", "no-app", "Failed to parse '1+1'"),
        (
            "app_factories:needs",
            "no-app",
            "The factory 'needs' in module 'app_factories' could not be",
        ),
        ("app_factories:number", "not-wsgi", "app_factories:number is a int"),
        ("app_factories:breaks", "factory-error", "RuntimeError: the factory broke"),
    ],
)
def test_a_guest_that_cannot_be_loaded_says_why(load: LoadApp, app: str, code: str, text: str) -> None:
    """The code tells the kind of problem, the message is the last line of the traceback."""
    host, message = load(app)
    assert message["type"] == "failed"
    assert message["code"] == code
    assert message["message"].startswith(text), message["message"]
    assert host.wait_for_exit() == 3


def test_a_missing_folder_is_named(load: LoadApp, tmp_path: Path) -> None:
    """The message has no traceback of the probe."""
    _, message = load("app.py", tmp_path / "gone")
    assert (message["type"], message["code"], message["traceback"]) == ("failed", "no-folder", "")
    assert str(tmp_path / "gone") in message["message"]


def test_the_traceback_starts_with_the_guests_own_code(load: LoadApp) -> None:
    """It has no frame of the probe or the import system; the frames have source and locals."""
    _, message = load("broken/raises_at_import.py")
    lines = message["traceback"].splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert "raises_at_import.py" in lines[1]
    assert lines[-1] == "RuntimeError: no configuration"
    assert "importlib" not in message["traceback"]
    assert "server/probe" not in message["traceback"]
    assert [frame["function"] for frame in message["frames"]] == ["<module>", "configure"]
    assert all(frame["own"] for frame in message["frames"])


def test_a_syntax_error_is_reported_with_its_line(load: LoadApp, tmp_path: Path) -> None:
    """The traceback shows the line."""
    (tmp_path / "app.py").write_text("def oops(:\n    pass\n")
    _, message = load("", tmp_path)
    assert message["code"] == "import-error"
    assert message["message"].startswith("SyntaxError")
    assert "def oops(:" in message["traceback"]


def test_a_folder_without_an_app_is_reported_with_the_expected_files(load: LoadApp, tmp_path: Path) -> None:
    """All three names are in the message."""
    _, message = load("", tmp_path)
    assert (message["code"], message["message"]) == (
        "no-app",
        f"There is no wsgi.py, app.py or main.py in {tmp_path}.",
    )


@pytest.mark.environments
def test_a_flask_app_needs_flask(load: LoadApp) -> None:
    """The message names the interpreter as the problem, not the app."""
    _, message = load("hello.py", python=environment("nothing"))
    assert (message["code"], message["message"]) == ("no-flask", "This interpreter has no Flask.")


@pytest.mark.environments
@pytest.mark.parametrize(
    ("source", "app", "body"),
    [
        ("def make_app(word='made'):\n    return answer(word)\n", "main.py", b"made"),
        ("def make_app(word='made'):\n    return answer(word)\n", "main:make_app('mine')", b"mine"),
        ("application = answer('it')\n", "", b"it"),
        ("other = answer('other')\n", "main:other", b"other"),
    ],
)
def test_a_wsgi_callable_is_found_without_flask(
    load: LoadApp, tmp_path: Path, source: str, app: str, body: bytes
) -> None:
    """`app`, `application`, factories and names are written in the same way."""
    (tmp_path / "main.py").write_text(
        "def answer(word):\n"
        "    def app(environ, start_response):\n"
        "        start_response('200 OK', [])\n"
        "        return [word.encode()]\n"
        "    return app\n" + source
    )
    host, message = load(app, tmp_path, python=environment("nothing"))
    assert message["type"] == "ready", message
    assert host.fetch("GET", "/").body == body


@pytest.mark.environments
@pytest.mark.parametrize(
    ("app", "code"),
    [("main:1+1", "no-app"), ("main:nothing", "no-app"), ("main", "no-app"), ("main:number", "not-wsgi")],
)
def test_mistakes_have_the_same_codes_without_flask(
    load: LoadApp, tmp_path: Path, app: str, code: str
) -> None:
    """The host need not know whether there is a Flask."""
    (tmp_path / "main.py").write_text("number = 1\n")
    _, message = load(app, tmp_path, python=environment("nothing"))
    assert message["code"] == code


def test_side_effects_of_the_import_are_harmless(load: LoadApp) -> None:
    """The app prints and calls `app.run()`, which starts nothing; its standard input is empty."""
    host, message = load("side_effects.py")
    assert message["type"] == "ready"
    assert host.fetch("GET", "/input").body == b"''"
    assert "printed at import" in host.wait_for_output("printed at import")
    assert "Ignoring a call to 'app.run()'" in host.wait_for_output("app.run()")


@pytest.mark.environments
def test_the_environment_files_are_read_as_by_flask_run(load: LoadApp, tmp_path: Path) -> None:
    """With python-dotenv, .flaskenv sets FLASK_APP and FLASK_DEBUG, unless FLASK_SKIP_DOTENV is set."""
    (tmp_path / ".flaskenv").write_text("FLASK_APP=other.py\nFLASK_DEBUG=1\n")
    source = "from flask import Flask\napp = Flask(__name__)\n@app.route('/')\ndef index():\n    return "
    (tmp_path / "other.py").write_text(source + "f'other {app.debug}'\n")
    (tmp_path / "app.py").write_text(source + "f'app {app.debug}'\n")
    python = environment("flask31")
    host, message = load("", tmp_path, python=python)
    assert message["type"] == "ready", message
    assert host.fetch("GET", "/").body == b"other True"
    host, _ = load("", tmp_path, python=python, env={"FLASK_SKIP_DOTENV": "1"})
    assert host.fetch("GET", "/").body == b"app False"


def test_the_routes_are_reported_for_the_composer(own_app: OpenApp) -> None:
    """Each rule with its endpoint, methods and arguments, but not rules for building only."""
    routes: list[dict[str, Any]] = own_app("routes.py").ready["routes"]
    user = next(route for route in routes if route["rule"] == "/users/<int:number>")
    assert (user["endpoint"], user["methods"], user["arguments"]) == (
        "view2",
        ["GET", "HEAD", "OPTIONS"],
        ["number"],
    )
    assert not any(route["rule"] == "/built" for route in routes)


def test_the_users_flask_variables_are_those_of_flask_run(load: LoadApp, tmp_path: Path) -> None:
    """FLASK_APP with spaces and a colon in quotes, and FLASK_DEBUG; the root is the working folder."""
    (tmp_path / "backend" / "data").mkdir(parents=True)
    (tmp_path / "backend" / "data" / "x.txt").write_text("read")
    (tmp_path / "backend" / "shop.py").write_text(
        "import sys\nfrom flask import Flask\n"
        "def create_app(words):\n"
        "    app = Flask(__name__)\n"
        "    text = open('backend/data/x.txt').read()\n"
        "    app.add_url_rule('/', view_func=lambda: f'{words} {text} {app.debug} {sys.path[0]}')\n"
        "    return app\n"
    )
    variables = {"FLASK_APP": "backend/shop.py:create_app('x y:z')", "FLASK_DEBUG": "1"}
    host, message = load("", tmp_path, variables=variables)
    assert message["type"] == "ready", message
    assert host.fetch("GET", "/").body.decode() == f"x y:z read True {tmp_path / 'backend'}"
