"""Which app a file would give is read from its syntax tree."""

import pytest

from server.runner.targets.app_scan import AppKind, AppSign, find_app_signs

MAIN = "if __name__ == '__main__':\n    main()"


def signs(source: str) -> list[tuple[str, str, str]]:
    """Return kind, name and source of each sign."""
    return [(sign.kind.value, sign.name, sign.source) for sign in find_app_signs(source.encode())]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("app = Flask(__name__)", ("instance", "app", "Flask")),
        ("app: Flask = flask.Flask(__name__)", ("instance", "app", "flask.Flask")),
        ("site = application = Flask(__name__)", ("instance", "application", "Flask")),
        ("app = Dash()", ("instance", "app", "Dash")),
        ("app = falcon.asgi.App()", ("instance", "app", "falcon.asgi.App")),
        ("application = get_wsgi_application()", ("instance", "application", "get_wsgi_application")),
        ("class Mine(flask.Flask):\n    pass\napp = Mine('x')", ("instance", "app", "Mine")),
        ("app, db = create_app('dev')", ("call", "app", "create_app")),
        ("app = shop.make_web_app()", ("call", "app", "shop.make_web_app")),
        ("def build():\n    return Flask('x')\nwsgi_app = build()", ("call", "wsgi_app", "build")),
        ("from . import app", ("import", "app", ".")),
        ("from shop.web import site as app", ("import", "app", "shop.web")),
        ("if DEBUG:\n    app = Flask('x')", ("instance", "app", "Flask")),
        ("try:\n    pass\nexcept ImportError:\n    app = Flask('x')", ("instance", "app", "Flask")),
        ("with x:\n    app = Flask('x')", ("instance", "app", "Flask")),
        ("if __name__ == '__main__':\n    app = Flask('x')", ("below-main", "app", "Flask")),
        (f"def main():\n    Flask('x').run()\n{MAIN}", ("below-main", "app", "Flask")),
        ("if __name__ == '__main__':\n    Flask('x').run()", ("below-main", "app", "Flask")),
        ("def create_app():\n    pass", ("factory", "create_app", "")),
        ("def make():\n    a = Flask('x')\n    return a", ("other-factory", "make", "")),
    ],
)
def test_each_way_to_make_an_app_is_seen(source: str, expected: tuple[str, str, str]) -> None:
    """At module level, by a factory, imported, or only below `__main__`."""
    assert expected in signs(source)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "print('no relevant word')",
        "app = Flask(",
        "app = 5",
        "app = config['app']",
        "app.title = Flask",
        "def view():\n    app = Flask('x')",
        f"def main():\n    Flask('x').run()\napp = made()\n{MAIN}",
        f"from shop import *\ndef main():\n    Flask('x').run()\n{MAIN}",
        f"def main():\n    print('app')\n{MAIN}",
        "if TYPE_CHECKING:\n    from shop import app",
        "from shop import apps",
        "a = 'app'\0",
        f"app = {'(' * 2000}Flask{')' * 2000}",
        f"app = {'-' * 50_000}Flask",
    ],
)
def test_nothing_else_is_a_sign(source: str) -> None:
    """Neither a file that does not compile, nor one that was written to break the parser."""
    assert signs(source) == []


def test_required_arguments_are_named() -> None:
    """Those without a default, by place or by name."""
    source = b"def create_app(a, b, c=1, *rest, d, e=2, **more):\n    pass\n"
    assert find_app_signs(source)[0].required == ("a", "b", "d")


@pytest.mark.parametrize(
    ("kind", "name", "usual"),
    [
        (AppKind.INSTANCE, "app", True),
        (AppKind.INSTANCE, "site", False),
        (AppKind.FACTORY, "create_app", True),
        (AppKind.OTHER_FACTORY, "make", False),
    ],
)
def test_usual_names_are_those_of_flask(kind: AppKind, name: str, usual: bool) -> None:
    """Flask finds these without being told."""
    assert AppSign(kind=kind, name=name).is_usual is usual
