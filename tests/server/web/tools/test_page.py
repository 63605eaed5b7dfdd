"""Tests of what the pages of all tools have."""

import re

from server.web.tools.registry import TOOLS
from tests.support.workbench_client import WorkbenchClient


def test_the_page_names_its_app_and_its_tool(workbench: WorkbenchClient) -> None:
    """One of the tools is the current one."""
    workbench.open_guest()
    for tool in TOOLS:
        text = workbench.get(f"/tools/g1/{tool.id}").text
        assert f"<h1>{tool.label}</h1>" in text
        assert re.findall(r'href="([^"]*)"\s+aria-current="page">', text) == [f"/tools/g1/{tool.id}"]
