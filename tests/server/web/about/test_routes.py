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


def test_every_component_links_to_its_licence(workbench: WorkbenchClient) -> None:
    """The list has each with its version; the page of one has the words."""
    page = workbench.get("/about/licences").text
    for name in ("Flask", "@codemirror/view", "Qt"):
        assert f'<a href="/about/licences/{name}">{name}</a>' in page
    assert "Redistribution and use in source and binary forms" in workbench.get("/about/licences/Flask").text
    assert "Permission is hereby granted" in workbench.get("/about/licences/@codemirror/view").text
    assert "contains no licence text" in workbench.get("/about/licences/Qt").text


def test_an_unknown_component_is_said_to_be_unknown(workbench: WorkbenchClient) -> None:
    """The problem leads to the list."""
    answer = workbench.get("/about/licences/nothing")
    assert answer.status_code == 404
    assert "Fumehood has no component named nothing." in answer.text
    assert 'href="/about/licences"' in answer.text
