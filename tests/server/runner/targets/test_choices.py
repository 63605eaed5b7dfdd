"""Several apps of which the user chooses one."""

from pathlib import Path

import pytest

from server.runner.targets.app_scan import AppKind, AppSign
from server.runner.targets.choices import AppChoice, several_apps


@pytest.mark.parametrize(
    ("sign", "target", "reason"),
    [
        (AppSign(kind=AppKind.INSTANCE, name="app", source="Flask"), "run.py", "app = Flask(…)"),
        (AppSign(kind=AppKind.CALL, name="app", source="make"), "run.py", "app is what make() returns"),
        (AppSign(kind=AppKind.IMPORT, name="app", source="shop"), "run.py", "imports app from shop"),
        (AppSign(kind=AppKind.FACTORY, name="create_app"), "run.py", "the factory create_app"),
        (AppSign(kind=AppKind.OTHER_FACTORY, name="make"), "run.py:make", "the factory make"),
        (
            AppSign(kind=AppKind.FACTORY, name="create_app", required=("a", "b")),
            "run.py:create_app(a='…', b='…')",
            "the factory create_app, which needs a, b",
        ),
        (AppSign(kind=AppKind.BELOW_MAIN, name="app"), "run.py", "app only below __main__"),
    ],
)
def test_a_choice_says_how_to_name_it_and_why(sign: AppSign, target: str, reason: str) -> None:
    """As the user writes it in the folder."""
    choice = AppChoice(app="run.py", file="run.py", sign=sign)
    assert (choice.target, choice.reason) == (target, reason)


def test_the_problem_lists_the_choices() -> None:
    """One a line, in their order."""
    sign = AppSign(kind=AppKind.INSTANCE, name="app", source="Flask")
    choices = tuple(AppChoice(app=name, file=name, sign=sign) for name in ("b.py", "a.py"))
    problem = several_apps(Path("/srv"), choices)
    assert problem.detail == "b.py: app = Flask(…)\na.py: app = Flask(…)"
    assert problem.choices == choices


def test_a_choice_is_opened_from_anywhere() -> None:
    """In the folder that was named; what is below `__main__` as a program, and only without arguments."""
    problem = several_apps(Path("/srv/my shop"), ())
    instance = AppChoice(app="b.py", file="b.py", sign=AppSign(kind=AppKind.INSTANCE, name="app"))
    program = AppChoice(app="c.py", file="c.py", sign=AppSign(kind=AppKind.BELOW_MAIN, name="app"))
    needing = AppChoice(
        app="d.py", file="d.py", sign=AppSign(kind=AppKind.FACTORY, name="make", required=("a",))
    )
    assert problem.spec_of(instance) == "/srv/my shop:b.py"
    assert problem.spec_of(program) == "run:'/srv/my shop/c.py'"
    assert [choice.opens for choice in (instance, program, needing)] == [True, True, False]
