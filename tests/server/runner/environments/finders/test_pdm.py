"""The interpreter of PDM."""

from pathlib import Path

from server.runner.environments.finders import pdm
from tests.support.environment_folders import around


def test_the_named_interpreter_is_used(project: Path) -> None:
    """The file holds its path; an empty file and a path that is none are no answer."""
    assert list(pdm.find(around(project))) == []
    (project / ".pdm-python").write_text("/envs/shop/bin/python\n")
    assert list(pdm.find(around(project))) == [Path("/envs/shop/bin/python")]
    for text in ("\n", "a\0b"):
        (project / ".pdm-python").write_text(text)
        assert list(pdm.find(around(project))) == []
