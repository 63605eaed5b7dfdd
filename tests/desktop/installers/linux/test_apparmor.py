"""The AppArmor profile names the program and the web engine, and is one that the parser reads."""

import shutil
import subprocess

import pytest

from desktop.installers.linux.apparmor import apparmor_profile


def test_the_profile_covers_program_and_web_engine() -> None:
    """Both paths are in the attachment, and user namespaces are what is granted."""
    text = apparmor_profile("fumehood", "/usr/lib/fumehood/fumehood")
    assert (
        "profile fumehood /usr/lib/fumehood/{fumehood,_internal/PySide6/Qt/libexec/QtWebEngineProcess}"
        in text
    )
    assert "  userns,\n" in text


def test_the_parser_reads_the_profile() -> None:
    """The parser finds no error; one older than 4.0 does not know the rule for user namespaces."""
    parser = shutil.which("apparmor_parser")
    if parser is None:
        pytest.skip("apparmor_parser is not installed")
    text = apparmor_profile("fumehood", "/usr/lib/fumehood/fumehood")
    version = subprocess.run([parser, "--version"], capture_output=True, text=True, check=True).stdout
    if "version 4" not in version:
        text = text.replace("  userns,\n", "").replace("abi <abi/4.0>,\n", "")
    subprocess.run([parser, "--skip-kernel-load", "--skip-cache", "--quiet"], input=text.encode(), check=True)
