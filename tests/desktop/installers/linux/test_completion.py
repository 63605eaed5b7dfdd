"""Completion scripts exist for three shells and ask the program."""

import shutil
import subprocess

import pytest

from desktop.cli.main import cli
from desktop.installers.linux.completion import completion_scripts


def test_each_shell_has_a_script() -> None:
    """Each lies where its shell looks for it, and calls the program with its variable."""
    scripts = completion_scripts(cli, "fumehood")
    assert scripts.keys() == {
        "bash-completion/completions/fumehood",
        "zsh/site-functions/_fumehood",
        "fish/vendor_completions.d/fumehood.fish",
    }
    assert all("_FUMEHOOD_COMPLETE" in script for script in scripts.values())


def test_the_script_of_bash_is_valid() -> None:
    """Bash reads it without an error."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    script = completion_scripts(cli, "fumehood")["bash-completion/completions/fumehood"]
    subprocess.run([bash, "-n"], input=script.encode(), check=True)
