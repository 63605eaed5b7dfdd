"""The problems of finding an app and an interpreter."""

import pytest

from server.model.problem import Problem
from server.runner.targets import problems


@pytest.mark.parametrize(
    ("names", "question"),
    [
        ((), ""),
        (("shop",), "Did you mean shop?"),
        (("shop", "lab:session"), "Did you mean shop or lab:session?"),
    ],
)
def test_similar_names_are_asked_for(names: tuple[str, ...], question: str) -> None:
    """Without similar names there is no question."""
    assert problems.did_you_mean(names) == question


def test_the_remedy_for_an_unknown_lab_lists_the_labs() -> None:
    """Without a list it refers to the handbook."""
    remedy = problems.no_such_lab("sesion", ("session",), ("session", "cookies")).remedy
    assert remedy == "Did you mean lab:session? The labs are: session, cookies."
    assert "See the handbook" in problems.no_such_lab("sesion", ()).remedy


def test_the_nearest_name_can_be_opened_instead() -> None:
    """A page offers it as a button."""
    assert problems.no_such_lab("sesion", ("session",)).better_target == "lab:session"
    assert problems.no_such_target("~/shp", ("~/shop", "~/ship"), "/").better_target == "~/shop"
    assert problems.no_such_target("~/shp", (), "/").better_target == ""


@pytest.mark.parametrize(
    "problem",
    [
        problems.interpreter_not_found("/x"),
        problems.no_environment("/x"),
        problems.not_executable("/x", "denied"),
        problems.not_an_interpreter("/x", "hello"),
        problems.too_slow("/x", 10.0),
        problems.too_old("/x", "3.6.15", "3.9"),
    ],
    ids=lambda problem: str(problem.code),
)
def test_the_problem_of_an_interpreter_names_its_path(problem: Problem) -> None:
    """It has a remedy too."""
    assert "/x" in problem.cause
    assert problem.remedy
