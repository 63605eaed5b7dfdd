"""Continuous integration runs what was reviewed, with no more rights than it needs."""

import re
import tomllib
from pathlib import Path

import pytest

from desktop.setup import steps
from tests.sources import ROOT, shown

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def uses(workflow: Path) -> list[str]:
    """Return what each step of a workflow uses, with the comment behind it."""
    return re.findall(r"^ *(?:- )?uses: *(.+)$", workflow.read_text(encoding="utf-8"), re.MULTILINE)


def test_there_are_workflows() -> None:
    """The rules below hold over something."""
    assert any(uses(workflow) for workflow in WORKFLOWS)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=shown)
def test_actions_are_pinned_by_commit(workflow: Path) -> None:
    """A tag can be moved, a commit cannot; the comment says which release it is."""
    assert [action for action in uses(workflow) if not PINNED.fullmatch(action)] == []


def test_one_action_has_one_commit() -> None:
    """Every workflow uses the same release of an action."""
    pins = {action.partition("@")[::2] for workflow in WORKFLOWS for action in uses(workflow)}
    assert len(pins) == len({name for name, _ in pins})


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=shown)
def test_a_workflow_may_only_read(workflow: Path) -> None:
    """Rights are named at the top; a checkout leaves no token behind."""
    text = workflow.read_text(encoding="utf-8")
    assert "\npermissions:\n  contents: read\n" in text
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def test_every_supported_python_is_tested() -> None:
    """The matrix goes from the oldest Python that the project allows to the newest that is set up."""
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    oldest_set_up, _, after = steps.PYTHONS.partition(",<3.")
    text = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    row = re.search(r"^ *python: \[(.+)\]$", text, re.MULTILINE)
    assert row
    versions = re.findall(r'"3\.(\d+)"', row[1])
    assert oldest == oldest_set_up == f">=3.{versions[0]}"
    assert int(after) == int(versions[-1]) + 1
    assert list(map(int, versions)) == list(range(int(versions[0]), int(versions[-1]) + 1))
