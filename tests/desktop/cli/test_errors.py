"""How a command ends."""

import json
import re
from dataclasses import replace

import pytest

from desktop.cli.errors import fail
from server.model.exit_code import ExitCode
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

PROBLEM = Problem(
    code=ProblemCode.IMPORT_ERROR, cause="It broke.", remedy="Mend it.", detail="Line 1\nLine 2\n"
)


def test_people_get_cause_details_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    """In this order, on standard error, with the code of the problem."""
    with pytest.raises(SystemExit) as ended:
        fail(PROBLEM)
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (ExitCode.IMPORT, "")
    assert err == "fumehood: It broke.\n\nLine 1\nLine 2\n\nMend it.\n"


def test_the_cause_is_not_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    """The first line of the details is left out where the cause holds it."""
    with pytest.raises(SystemExit):
        fail(
            Problem(
                code=ProblemCode.IMPORT_ERROR,
                cause="It broke: E: x",
                remedy="Mend it.",
                detail="E: x\n\nTrace\n",
            )
        )
    assert capsys.readouterr().err == "fumehood: It broke: E: x\n\nTrace\n\nMend it.\n"


def test_programs_get_an_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the same stands on standard output as one object."""
    with pytest.raises(SystemExit):
        fail(PROBLEM, as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "error": {
            "code": "import-error",
            "cause": "It broke.",
            "remedy": "Mend it.",
            "detail": "Line 1\nLine 2\n",
        }
    }


def test_nothing_said_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A guest's own words stand in what failed: escape sequences are spelled out, in JSON too."""
    said = "E: \x1b]0;t\x07\x9b31m\u202e"
    with pytest.raises(SystemExit):
        fail(
            Problem(code=ProblemCode.IMPORT_ERROR, cause=said, remedy="Mend it.", detail=f"Trace\n{said}"),
            as_json=True,
        )
    out, err = capsys.readouterr()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out + err)
    assert json.loads(out)["error"]["cause"] == said


def test_a_list_that_the_cause_repeats_is_left_out_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Its first line alone is never missing."""
    problem = Problem(
        code=ProblemCode.SEVERAL_APPS, cause="Several: core.py, filters.py.", remedy="Name one.", detail=""
    )
    for detail, shown in (("core.py\nfilters.py", ""), ("core.py: an app\nfilters.py: an app", None)):
        with pytest.raises(SystemExit):
            fail(replace(problem, detail=detail))
        expected = detail if shown is None else shown
        said = f"\n{expected}\n\n" if expected else ""
        assert capsys.readouterr().err == f"fumehood: Several: core.py, filters.py.\n{said}Name one.\n"
