"""Tests of the page about Fumehood."""

import platform
from importlib import metadata

from tests.support.workbench_client import WorkbenchClient


def test_the_page_says_what_a_report_needs(workbench: WorkbenchClient) -> None:
    """The versions, the system and the folder of the data are on it."""
    page = workbench.get("/about").text
    for fact in (metadata.version("fumehood"), platform.python_version(), str(workbench.services.data)):
        assert f"<dd>{fact}</dd>" in page


def test_the_page_says_what_changed(workbench: WorkbenchClient) -> None:
    """The notes of this version are there, with their headings and with code as code."""
    page = workbench.get("/about").text
    assert f"<strong>{metadata.version('fumehood')}" in page
    assert "<code>fumehood serve</code>" in page
