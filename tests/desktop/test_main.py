"""The entry and the command line."""

import json
import subprocess
import sys
from pathlib import Path

from tests.sources import ROOT

SCRIPT = """
import sys, json
ours = "desktop.cli.main" in sys.modules
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


def test_an_interrupt_while_we_are_imported_has_its_code_too() -> None:
    """Ctrl+C in the first moments ends with 130 and without a word."""
    program = (
        "import runpy, sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'desktop.cli.main': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "runpy.run_module('desktop', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")
