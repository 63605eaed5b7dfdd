"""Tests of files that do their work only where they are run as a program."""

from pathlib import Path

import pytest

from server.probe.child.guest.main_guard import has_main_block
from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import APPS


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('if __name__ == "__main__":\n    run()\n', True),
        ("if '__main__' == __name__:\n    app = make()\n", True),
        ('if __name__ == "__main__":\n    pass\n', False),
        ('if __name__ != "__main__":\n    run()\n', False),
        ('def f():\n    if __name__ == "__main__":\n        run()\n', False),
        ("run()\n", False),
        ("def oops(:\n", False),
    ],
)
def test_the_block_of_a_program_is_found(tmp_path: Path, source: str, expected: bool) -> None:
    """Only a block at the top level that calls something counts."""
    file = tmp_path / "app.py"
    file.write_text(source)
    assert has_main_block(str(file)) is expected


@pytest.mark.slow
def test_a_file_whose_app_is_below_main_is_offered_as_a_program(load: LoadApp) -> None:
    """The failure names the file; one without such a block has none to offer."""
    _, message = load("below_main.py", APPS / "programs")
    assert (message["code"], message["program"]) == ("below-main", "below_main.py")
    _, message = load("broken/no_app.py")
    assert (message["code"], message["program"]) == ("no-app", None)
