"""The app in a folder is found by reading its files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.model.problem import Problem
from server.runner.targets.app_discovery import discover_app
from server.runner.targets.choices import SeveralApps

APP = "from flask import Flask\napp = Flask(__name__)\n"
FACTORY = "from flask import Flask\ndef create_app():\n    return Flask(__name__)\n"
NEEDS = "from flask import Flask\ndef create_app(config):\n    return Flask(__name__)\n"
CALLS = "from shop import create_app\napp = create_app('dev')\n"
IMPORTS = "from shop import app\n"
USES = "from shop import app\n@app.get('/')\ndef index():\n    return ''\n"
TOOL = "def app_name():\n    return 'app'\n"
MAIN = "from flask import Flask\nif __name__ == '__main__':\n    app = Flask(__name__)\n    app.run()\n"


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files of these contents."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("files", "app"),
    [
        ({"app.py": APP, "other.py": APP}, ""),
        ({"wsgi.py": FACTORY}, ""),
        ({"app.py": "from shop import *\n", "main.py": APP}, ""),
        ({"app.py": TOOL.replace("app", "x"), "main.py": APP}, "main.py"),
        ({"wsgi.py": "import os\n", "app.py": APP}, "app.py"),
        ({"__init__.py": APP, "models.py": "x = 1\n"}, "__init__.py"),
        ({"__init__.py": APP, "views.py": USES}, "__init__.py"),
        ({"server.py": APP}, "server.py"),
        ({"flaskr/__init__.py": FACTORY}, "flaskr"),
        ({"flaskr/__init__.py": FACTORY, "flaskr/db.py": USES}, "flaskr"),
        ({"src/flaskr/__init__.py": FACTORY}, "src/flaskr"),
        # As Flasky, the RealWorld example and Flask Black Dashboard have it.
        ({"flasky.py": CALLS, "shop/__init__.py": NEEDS, "config.py": "app = {}\n"}, "flasky.py"),
        ({"autoapp.py": CALLS, "shop/app.py": NEEDS, "tests/test_app.py": CALLS}, "autoapp.py"),
        ({"run.py": CALLS, "shop/__init__.py": NEEDS, "gunicorn.py": "bind = 1\n"}, "run.py"),
        # As Django has it: an app that cannot be served is no alternative.
        (
            {
                "site/wsgi.py": "application = get_wsgi_application()\n",
                "site/asgi.py": "application = get_asgi_application()\n",
            },
            "site/wsgi.py",
        ),
        ({"site/asgi.py": "application = get_asgi_application()\n"}, "site/asgi.py"),
        # As Flask-AppBuilder's example: the script fills the database, and the package is the app.
        ({"testdata.py": CALLS + "insert()\n", "shop/__init__.py": FACTORY}, "shop"),
        # As Flask's example with Celery: the other name is that of an app for the worker.
        (
            {"make_celery.py": CALLS.replace("app =", "flask_app ="), "src/tasks/__init__.py": FACTORY},
            "src/tasks",
        ),
        # As Flask-Admin's examples: the package would do less than the file that starts it.
        ({"main.py": IMPORTS, "shop/__init__.py": APP, "shop/views.py": USES}, "main.py"),
        ({"main.py": CALLS, "manage.py": CALLS, "shop/__init__.py": FACTORY}, "main.py"),
        (
            {"setup.py": "app = create_app()\n", "searx/webapp.py": APP, "searx/__init__.py": ""},
            "searx/webapp.py",
        ),
        ({"backend/api/main.py": APP, "web/node_modules/x/app.py": APP}, "backend/api/main.py"),
        (
            {"made.py": "from flask import Flask\ndef make():\n    a = Flask('x')\n    return a\n"},
            "made.py:make",
        ),
        ({"shop/__init__.py": NEEDS}, "shop"),
        ({"app.py": MAIN}, ""),
        (
            {".venv/pyvenv.cfg": "", ".venv/app.py": APP, "env/pyvenv.cfg": "", "env/x.py": APP, "s.py": APP},
            "s.py",
        ),
    ],
)
def test_the_app_of_a_folder(tmp_path: Path, files: dict[str, str], app: str) -> None:
    """What Flask opens comes first, then what starts the app, its package, and what lies deeper."""
    write(tmp_path / "shop", files)
    assert discover_app(tmp_path / "shop", variables={}) == app


def test_several_candidates_are_offered_with_their_reasons(tmp_path: Path) -> None:
    """The problem names each as the user would write it."""
    write(tmp_path, {"one.py": APP, "other.py": CALLS, "third.py": MAIN, "deep/x.py": NEEDS})
    problem = discover_app(tmp_path, variables={})
    assert isinstance(problem, SeveralApps)
    assert problem.code == "several-apps"
    assert problem.detail == "one.py: app = Flask(…)\nother.py: app is what create_app() returns"
    assert [choice.app for choice in problem.choices] == ["one.py", "other.py"]


def test_apps_that_need_something_are_offered_too(tmp_path: Path) -> None:
    """A factory with its arguments, a program that starts its app below `__main__`."""
    write(tmp_path, {"third.py": MAIN, "deep/x.py": NEEDS})
    problem = discover_app(tmp_path, variables={})
    assert isinstance(problem, SeveralApps)
    assert problem.detail.splitlines() == [
        "deep/x.py:create_app(config='…'): the factory create_app, which needs config",
        "third.py: app only below __main__",
    ]


def test_a_setting_comes_first(tmp_path: Path) -> None:
    """FLASK_APP is used before app.py."""
    write(tmp_path, {"app.py": APP, "main.py": APP})
    (tmp_path / "app.py").unlink()
    assert discover_app(tmp_path, variables={}) == "main.py"
    assert discover_app(tmp_path, variables={"FLASK_APP": "other.py"}) == ""


@pytest.mark.parametrize(
    ("files", "code"),
    [({}, "empty-folder"), ({"tool.py": TOOL}, "no-app"), ({"broken.py": "app = Flask("}, "no-app")],
)
def test_a_folder_without_an_app_is_a_problem(tmp_path: Path, files: dict[str, str], code: str) -> None:
    """Its files are named."""
    write(tmp_path, files)
    problem = discover_app(tmp_path, variables={})
    assert isinstance(problem, Problem)
    assert (problem.code, problem.detail) == (code, "\n".join(files))


@contextmanager
def without_root() -> Iterator[None]:
    """Give up the rights of root, if the tests have them."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes there")
def test_a_folder_that_cannot_be_read_is_a_problem() -> None:
    """A permission error of the system is not raised."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "locked").mkdir(mode=0)
        with without_root():
            assert isinstance(discover_app(folder / "locked"), Problem)


def test_a_program_whose_function_makes_the_app_is_found(tmp_path: Path) -> None:
    """The guest then says how it is run; another file that gives an app is preferred."""
    main = "from flask import Flask\ndef main():\n    app = Flask('x')\n    app.run()\n"
    (tmp_path / "server.py").write_text(f"{main}if __name__ == '__main__':\n    main()\n")
    assert discover_app(tmp_path) == "server.py"
    (tmp_path / "shop.py").write_text("from flask import Flask\napp = Flask('x')\n")
    assert discover_app(tmp_path) == "shop.py"
