"""Tests of the script on which a guest's interpreter starts."""

import sys

from server.probe.locate import child_folder


def test_nothing_beside_the_script_has_the_name_of_a_standard_module() -> None:
    """That folder is first on `sys.path` while the script starts: it would hide the module."""
    names = {path.stem for path in child_folder().iterdir()}
    assert "boot" in names
    assert names & sys.stdlib_module_names == set()
