"""Tests of the list of tools."""

import pytest

from server.web.commands import COMMANDS
from server.web.tools.registry import TOOLS
from tests.support.workbench_client import WorkbenchClient


@pytest.mark.parametrize("tool", [tool.id for tool in TOOLS])
def test_each_tool_has_a_page_and_a_command(tool: str, workbench: WorkbenchClient) -> None:
    """The palette and the menus lead to it, and each page leads to the others."""
    assert f"/tools/open/{tool}" in {command.href for command in COMMANDS}
    workbench.open_guest()
    answer = workbench.get(f"/tools/g1/{tool}")
    assert answer.status_code == 200
    for other in TOOLS:
        assert f'href="/tools/g1/{other.id}"' in answer.text
