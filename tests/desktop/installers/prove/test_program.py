"""An unpacked program is used as by somebody without Python, and every wrong answer is noticed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.installers.prove import program as programs
from desktop.installers.prove.program import UnpackedProgram
from desktop.installers.prove.step import NotProvedError, NotTriedError
from tests.support.fake_release import write_program

pytestmark = pytest.mark.installers

Use = Callable[[UnpackedProgram], None]
USES: tuple[Use, ...] = (
    lambda program: program.says_its_version("0.1.0"),
    UnpackedProgram.records_a_request,
    UnpackedProgram.proves_a_lab,
)


@pytest.mark.parametrize("use", USES)
def test_a_program_that_answers_is_proved(use: Use, tmp_path: Path) -> None:
    """It has an empty home, and no other programs on its PATH."""
    change = "assert os.listdir(os.environ['HOME']) == [] and 'no-programs' in os.environ['PATH']"
    use(UnpackedProgram(write_program(tmp_path / "fumehood", change), tmp_path / "home"))


@pytest.mark.parametrize(
    ("use", "change", "reason"),
    [
        (0, "words = print('Fumehood 0.0.9') or ['prove']", "0.0.9"),
        (1, "events.pop()", "routing"),
        (2, "claims.clear()", "0 claims"),
        (2, "claims[0]['verdict'] = 'fails'", "signed"),
    ],
)
def test_a_wrong_answer_is_no_proof(use: int, change: str, reason: str, tmp_path: Path) -> None:
    """Another version, an event that is missing, no claims, another verdict."""
    program = UnpackedProgram(write_program(tmp_path / "fumehood", change), tmp_path / "home")
    with pytest.raises(NotProvedError, match=reason):
        USES[use](program)


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_window_with_a_page_is_proved(tmp_path: Path) -> None:
    """It has a display of its own, and ends when it is told to."""
    UnpackedProgram(write_program(tmp_path / "fumehood"), tmp_path / "home").shows_its_window()


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("sys.exit(4)", "ended with status 4"),
        ("pages.clear()", "no page"),
        ("pages[0]['title'] = pages[0]['url']", "no page"),
        ("os._exit = lambda _status, leave=os._exit: leave(3)", "exit status 3"),
    ],
)
def test_a_window_that_does_not_work_is_no_proof(
    change: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends at once, shows nothing, shows another page, or ends with an error."""
    monkeypatch.setattr(programs, "PAGE_SECONDS", 1.5 if reason == "no page" else 60.0)
    program = UnpackedProgram(write_program(tmp_path / "fumehood", change), tmp_path / "home")
    with pytest.raises(NotProvedError, match=reason):
        program.shows_its_window()


def test_without_a_display_the_window_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is no failure of the program."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(NotTriedError, match="Xvfb"):
        UnpackedProgram(write_program(tmp_path / "fumehood"), tmp_path / "home").shows_its_window()
