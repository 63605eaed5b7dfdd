"""How an app is found, and what is said when there is none."""

from pathlib import Path
from typing import Any

import pytest

from tests.environments import environment
from tests.server.probe.conftest import Loader, Opener
from tests.server.probe.host import APPS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("root", "app", "body"),
    [
        ("", "hello.py", b"Hello"),
        ("", "hello", b"Hello"),
        ("", "hello:app", b"Hello"),
        ("", "factories", b"nobody"),
        ("", "factories:create_app", b"nobody"),
        ("", "factories:create_app('Ann', loud=True)", b"ANN"),
        ("package", "shop", b"shop"),
        ("package", "shop:create_app()", b"shop"),
        ("package/shop", "", b"shop"),
        ("", "package/shop/__init__.py", b"shop"),
    ],
)
def test_an_app_is_found_as_flask_finds_it(load: Loader, root: str, app: str, body: bytes) -> None:
    """Files, modules, names, factories with arguments, packages and folders."""
    host, answer = load(app, APPS / root)
    assert answer["type"] == "ready", answer
    assert answer["framework"] == "flask"
    assert host.answer("GET", "/").body == body


SEVERAL = """
from flask import Flask

def made():
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
        ("def create_app():\n    return made()", b"flask"),
    ],
)
def test_a_wsgi_callable_of_the_usual_name_goes_before_another_flask_app(
    load: Loader, tmp_path: Path, names: str, body: bytes
) -> None:
    """A wrapper named app is served, not what it wraps; Flask apps of any name are found as ever."""
    (tmp_path / "main.py").write_text(SEVERAL + names.replace("= flask", "= made()") + "\n")
    host, answer = load("main.py", tmp_path)
    assert answer["type"] == "ready", answer
    assert host.answer("GET", "/").body == body


@pytest.mark.parametrize(
    ("app", "code", "message"),
    [
        ("broken/raises.py", "import-error", "RuntimeError: no configuration"),
        ("broken/missing.py", "import-error", "ModuleNotFoundError: No module named 'no_such_library'"),
        ("broken/leaves.py", "import-error", "It ended itself while it was imported: SystemExit: bye"),
        ("broken/noapp.py", "no-app", "Failed to find Flask application or factory in module 'noapp'"),
        ("broken/notwsgi.py", "not-wsgi", "notwsgi:app is a str, which is no WSGI application."),
        ("nowhere.py", "no-app", "There is no module 'nowhere'"),
        ("hello:nothing", "no-app", "Failed to find attribute 'nothing' in 'hello'."),
        ("hello:1+1", "no-app", "Failed to parse '1+1'"),
        ("factories:needs", "no-app", "The factory 'needs' in module 'factories' could not be called"),
        ("factories:number", "not-wsgi", "factories:number is a int"),
        ("factories:breaks", "import-error", "RuntimeError: the factory broke"),
    ],
)
def test_a_guest_that_cannot_be_loaded_says_why(load: Loader, app: str, code: str, message: str) -> None:
    """The code tells the kind, the message is the last line."""
    host, answer = load(app)
    assert answer["type"] == "failed"
    assert answer["code"] == code
    assert answer["message"].startswith(message), answer["message"]
    assert host.wait_gone() == 3


def test_a_folder_that_is_gone_is_named(load: Loader, tmp_path: Path) -> None:
    """An app whose folder was taken away is no crash: the folder is named, and no line of ours is shown."""
    _, answer = load("app.py", tmp_path / "gone")
    assert (answer["type"], answer["code"], answer["traceback"]) == ("failed", "no-folder", "")
    assert str(tmp_path / "gone") in answer["message"]


def test_the_traceback_begins_with_the_guests_own_code(load: Loader) -> None:
    """Neither our frames nor the import system's are in it; the frames have source and locals."""
    _, answer = load("broken/raises.py")
    lines = answer["traceback"].splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert "raises.py" in lines[1]
    assert lines[-1] == "RuntimeError: no configuration"
    assert "importlib" not in answer["traceback"]
    assert "probe" not in answer["traceback"]
    assert [frame["function"] for frame in answer["frames"]] == ["<module>", "configure"]
    assert all(frame["own"] for frame in answer["frames"])


def test_syntax_errors_are_told_with_their_line(load: Loader, tmp_path: Path) -> None:
    """The traceback shows the line."""
    (tmp_path / "app.py").write_text("def oops(:\n    pass\n")
    _, answer = load("", tmp_path)
    assert answer["code"] == "import-error"
    assert answer["message"].startswith("SyntaxError")
    assert "def oops(:" in answer["traceback"]


def test_a_folder_without_any_app_says_what_was_looked_for(load: Loader, tmp_path: Path) -> None:
    """The three names are told."""
    _, answer = load("", tmp_path)
    assert (answer["code"], answer["message"]) == (
        "no-app",
        f"There is no wsgi.py, app.py or main.py in {tmp_path}.",
    )


@pytest.mark.environments
def test_a_flask_app_where_there_is_no_flask(load: Loader) -> None:
    """The interpreter is to blame, not the app."""
    _, answer = load("hello.py", python=environment("nothing"))
    assert (answer["code"], answer["message"]) == ("no-flask", "This interpreter has no Flask.")


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
    load: Loader, tmp_path: Path, source: str, app: str, body: bytes
) -> None:
    """`app`, `application`, factories and names are found by the same words."""
    (tmp_path / "main.py").write_text(
        "def answer(word):\n"
        "    def app(environ, start_response):\n"
        "        start_response('200 OK', [])\n"
        "        return [word.encode()]\n"
        "    return app\n" + source
    )
    host, answer = load(app, tmp_path, python=environment("nothing"))
    assert answer["type"] == "ready", answer
    assert host.answer("GET", "/").body == body


@pytest.mark.environments
@pytest.mark.parametrize(
    ("app", "code"),
    [("main:1+1", "no-app"), ("main:nothing", "no-app"), ("main", "no-app"), ("main:number", "not-wsgi")],
)
def test_without_flask_the_same_mistakes_are_told(load: Loader, tmp_path: Path, app: str, code: str) -> None:
    """The codes are the same."""
    (tmp_path / "main.py").write_text("number = 1\n")
    _, answer = load(app, tmp_path, python=environment("nothing"))
    assert answer["code"] == code


def test_what_an_app_does_while_it_is_imported_does_no_harm(load: Loader) -> None:
    """It prints and calls `app.run()`, which starts nothing; standard input is empty."""
    host, answer = load("busy.py")
    assert answer["type"] == "ready"
    assert host.answer("GET", "/input").body == b"''"
    assert "printed at import" in host.text_soon("printed at import")
    assert "Ignoring a call to 'app.run()'" in host.text_soon("app.run()")


@pytest.mark.environments
def test_the_environment_files_are_read_as_flask_run_does(load: Loader, tmp_path: Path) -> None:
    """With python-dotenv, FLASK_APP and FLASK_DEBUG of .flaskenv count; FLASK_SKIP_DOTENV leaves them."""
    (tmp_path / ".flaskenv").write_text("FLASK_APP=other.py\nFLASK_DEBUG=1\n")
    source = "from flask import Flask\napp = Flask(__name__)\n@app.route('/')\ndef index():\n    return "
    (tmp_path / "other.py").write_text(source + "f'other {app.debug}'\n")
    (tmp_path / "app.py").write_text(source + "f'app {app.debug}'\n")
    python = environment("flask31")
    host, answer = load("", tmp_path, python=python)
    assert answer["type"] == "ready", answer
    assert host.answer("GET", "/").body == b"other True"
    host, _ = load("", tmp_path, python=python, env={"FLASK_SKIP_DOTENV": "1"})
    assert host.answer("GET", "/").body == b"app False"


def test_routes_are_told_for_the_composer(own_app: Opener) -> None:
    """Each rule with its endpoint, methods and arguments; rules for building only are left out."""
    routes: list[dict[str, Any]] = own_app("routes.py").ready["routes"]
    assert {
        "rule": "/users/<int:number>",
        "endpoint": "view2",
        "methods": ["GET", "HEAD", "OPTIONS"],
        "arguments": ["number"],
    } in routes
    assert not any(route["rule"] == "/built" for route in routes)
