"""Apps that are asked one question."""

from pathlib import Path

import pytest

from desktop.cli.inspect.asking import ask, print_blocks
from server.lenses.kit.blocks import Remark, Tone
from server.lenses.kit.sentence import compose
from server.model.problem import Problem

pytestmark = pytest.mark.slow


def test_an_app_that_does_not_start_is_a_problem(tmp_path: Path) -> None:
    """With the reason that any other command gives."""
    (tmp_path / "broken.py").write_text(
        "import no_such_module\nfrom flask import Flask\napp = Flask(__name__)\n"
    )
    found = ask(str(tmp_path / "broken.py"), None, "map", lambda base: {})
    assert isinstance(found, Problem)
    assert "no_such_module" in found.cause + found.detail


def test_blocks_are_printed_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A file gets no colours."""
    remark = Remark(sentence=compose("%(name)s is odd.", name="x"), tone=Tone.WARNING)
    print_blocks([remark, remark])
    assert capsys.readouterr().out == "! x is odd.\n\n! x is odd.\n"
