"""Tests of the command line: its commands, wrong use, interrupts and bugs."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from desktop.cli import main
from desktop.shell import log_file
from tests.sources import ROOT


def test_every_command_is_listed_with_its_help() -> None:
    """`fumehood --help` names each command, and each has a help of its own."""
    runner = CliRunner()
    overview = runner.invoke(main.cli, ["--help"]).output
    for name in main.COMMANDS:
        assert f"  {name} " in overview
        assert runner.invoke(main.cli, [name, "--help"]).exit_code == 0


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`fumehood --version` is quick and says which it is."""
    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("Fumehood ")


@pytest.mark.parametrize("arguments", [["record"], ["serve", "--port", "x"], ["--nosuch"], ["a", "b"]])
def test_wrong_use_has_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What click refuses is told on standard error."""
    assert main.run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("fumehood: ")
    assert "See: fumehood" in said


def test_what_is_no_command_is_not_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Help names no command `open`, and so no message does; help behind a target is the program's own."""
    assert main.run(["a", "b", "c"]) == 2
    said = capsys.readouterr().err
    assert "a is not a command" in said
    assert "open [" not in said
    assert "fumehood open" not in said
    assert main.run(["a", "--help"]) == 0
    assert "Usage: fumehood [OPTIONS] [COMMAND]" in capsys.readouterr().out


def test_help_cuts_no_description() -> None:
    """Each command is described in whole words, whatever the width."""
    for width in (60, 80):
        assert (
            "..."
            not in CliRunner().invoke(main.cli, ["--help"], terminal_width=width).output.split("Commands:")[1]
        )


def test_our_own_mistake_is_for_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The user reads one sentence and where the rest is; the log has the traceback."""

    def broken(_arguments: object) -> int:
        raise ZeroDivisionError("oh")

    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path))
    monkeypatch.setattr(main, "_run", broken)
    try:
        assert main.run([]) == 8
    finally:
        log_file.stop()
    said = capsys.readouterr().err
    assert "ZeroDivisionError: oh" in said
    assert "Traceback" not in said
    assert "Traceback" in (tmp_path / "logs" / "fumehood.log").read_text()


def test_a_start_of_the_command_line_imports_no_toolkit_and_no_app() -> None:
    """`fumehood record --help` must not wait for Qt or Flask."""
    program = (
        "import sys; from desktop.cli import main; main.run(['record', '--help'])\n"
        "print([name for name in ('PySide6', 'webview', 'flask', 'waitress') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=90, check=True
    )
    assert done.stdout.rstrip().endswith("[]")


def test_an_interrupt_has_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C before a command handles it ends with 130 and no traceback."""

    def interrupted(*_arguments: object, **_names: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main.cli, "main", interrupted)
    assert main.run([]) == 130


@pytest.mark.hardness("odd-environment")
@pytest.mark.parametrize("asked", ["x", "bash_complete", "zsh_", "bash_source_x", "\udcff"])
def test_an_odd_request_for_completions_is_ignored(
    asked: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A shell that is unknown, or does not say what to complete, gets the command instead."""
    monkeypatch.setenv("_FUMEHOOD_COMPLETE", asked)
    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_a_shell_gets_completions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It asks for those of a word, and gets the names of commands."""
    monkeypatch.setenv("_FUMEHOOD_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "fumehood do")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit) as ended:
        main.run([])
    assert (ended.value.code, capsys.readouterr().out) == (0, "plain,doctor\n")
