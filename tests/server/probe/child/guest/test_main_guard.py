"""Tests of files that do their work only where they are run as a program."""

from pathlib import Path

import pytest

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.main_guard import has_main_block, parse, suggest_program
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
    assert has_main_block(parse(str(file))) is expected


def test_a_file_that_starts_its_server_elsewhere_is_offered_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code stays: it is not known whether it does when it runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text("def main():\n    make().run()\nmain()\n")
    failure = GuestStartError("no-app", "why")
    offered = suggest_program(failure, "app.py")
    assert (offered.code, offered.message, offered.program) == ("no-app", "why", "app.py")
    (tmp_path / "app.py").write_text("def main():\n    return make()\n")
    assert suggest_program(failure, "app.py") is failure
    assert suggest_program(failure, "nowhere.py") is failure


@pytest.mark.parametrize(
    ("app", "code"),
    [
        ("app.py", "below-main"),
        ("app.py:web", "below-main"),
        ("app.py:make()", "below-main"),
        ("app.py:x", "no-app"),
    ],
)
def test_a_name_that_is_nowhere_in_the_file_is_not_below_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: str, code: str
) -> None:
    """Running the file as a program would not make it either."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(
        'def make():\n    pass\nif __name__ == "__main__":\n    web = make()\n    web.run()\n'
    )
    assert suggest_program(GuestStartError("no-app", "why"), app).code == code


@pytest.mark.slow
def test_a_file_whose_app_is_below_main_is_offered_as_a_program(load: LoadApp) -> None:
    """The failure names the file; one without such a block has none to offer."""
    _, message = load("below_main.py", APPS / "programs")
    assert (message["code"], message["program"]) == ("below-main", "below_main.py")
    _, message = load("broken/no_app.py")
    assert (message["code"], message["program"]) == ("no-app", None)
