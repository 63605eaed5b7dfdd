"""The entry and the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from desktop import cli, logs
from tests.sources import ROOT

SCRIPT = """
import sys, json
ours = "desktop.cli" in sys.modules
print(json.dumps([__name__, __file__, sys.argv, sys.path[0], ours, sys.stdin.read()]))
sys.exit(7)
"""


def test_the_switch_runs_a_script_as_python_would(tmp_path: Path) -> None:
    """Its name, arguments, path, input and exit code are its own, and nothing of ours is imported."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--fumehood-script", str(script), "--json", "a b"],
        cwd=ROOT,
        input="typed",
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    expected = ["__main__", str(script), [str(script), "--json", "a b"], str(tmp_path), False, "typed"]
    assert json.loads(done.stdout) == expected


def test_every_command_is_listed_with_its_help() -> None:
    """`fumehood --help` names each command, and each has a help of its own."""
    runner = CliRunner()
    overview = runner.invoke(cli.cli, ["--help"]).output
    for name in cli.COMMANDS:
        assert f"  {name} " in overview
        assert runner.invoke(cli.cli, [name, "--help"]).exit_code == 0


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`fumehood --version` is quick and says which it is."""
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("Fumehood ")


@pytest.mark.parametrize("arguments", [["record"], ["serve", "--port", "x"], ["--nosuch"], ["a", "b"]])
def test_wrong_use_has_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What click refuses is told on standard error."""
    assert cli.run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("fumehood: ")
    assert "See: fumehood" in said


def test_what_is_no_command_is_not_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Help names no command `open`, and so no message does; help behind a target is the program's own."""
    assert cli.run(["a", "b", "c"]) == 2
    said = capsys.readouterr().err
    assert "a is no command" in said
    assert "open [" not in said
    assert "fumehood open" not in said
    assert cli.run(["a", "--help"]) == 0
    assert "Usage: fumehood [OPTIONS] [COMMAND]" in capsys.readouterr().out


def test_help_cuts_no_description() -> None:
    """Each command is described in whole words, whatever the width."""
    for width in (60, 80):
        assert (
            "..."
            not in CliRunner().invoke(cli.cli, ["--help"], terminal_width=width).output.split("Commands:")[1]
        )


def test_our_own_mistake_is_for_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The user reads one sentence and where the rest is; the log has the traceback."""

    def broken(_arguments: object) -> int:
        raise ZeroDivisionError("oh")

    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path))
    monkeypatch.setattr(cli, "_answer", broken)
    try:
        assert cli.run([]) == 8
    finally:
        logs.stop()
    said = capsys.readouterr().err
    assert "ZeroDivisionError: oh" in said
    assert "Traceback" not in said
    assert "Traceback" in (tmp_path / "logs" / "fumehood.log").read_text()


def test_a_start_of_the_command_line_imports_no_toolkit_and_no_app() -> None:
    """`fumehood record --help` must not wait for Qt or Flask."""
    program = (
        "import sys; from desktop import cli; cli.run(['record', '--help'])\n"
        "print([name for name in ('PySide6', 'webview', 'flask', 'waitress') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=90, check=True
    )
    assert done.stdout.rstrip().endswith("[]")


def test_an_interrupt_while_we_are_imported_has_its_code_too() -> None:
    """Ctrl+C in the first moments ends with 130 and without a word."""
    program = (
        "import runpy, sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'desktop.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "runpy.run_module('desktop', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")


def test_an_interrupt_has_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C before a command handles it ends with 130 and no traceback."""

    def interrupted(*_arguments: object, **_names: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.cli, "main", interrupted)
    assert cli.run([]) == 130
