"""Tests of the pages of the log and of the report."""

from pathlib import Path

import pytest

from tests.support.workbench_client import WorkbenchClient


def test_the_log_is_one_click_away(workbench: WorkbenchClient, tmp_path: Path) -> None:
    """With the path of its file; every page leads there by the menu."""
    log = workbench.services.log = tmp_path / "fumehood.log"
    log.write_text("INFO <b>started</b>\n", encoding="utf-8")
    text = workbench.get("/logs").text
    assert str(log) in text
    assert "INFO &lt;b&gt;started&lt;/b&gt;" in text
    assert 'href="/logs"' in workbench.get("/").text


def test_a_log_that_cannot_be_read_is_explained(workbench: WorkbenchClient, tmp_path: Path) -> None:
    """Nothing logged yet, no log at all, and a folder in its place."""
    assert "Nothing was logged yet" in workbench.get("/logs").text
    workbench.services.log = tmp_path
    assert "The log cannot be read" in workbench.get("/logs").text


def test_the_report_can_be_copied(workbench: WorkbenchClient, tmp_path: Path) -> None:
    """It has the versions, the state of the apps and the log, without secrets and paths of the user."""
    log = workbench.services.log = tmp_path / "fumehood.log"
    log.write_text("ERROR password=hunter22\n", encoding="utf-8")
    workbench.open_guest(name="private-project")
    text = workbench.get("/report").text
    assert "Copy report" in text
    assert "Apps: 1 ready" in text
    assert "ERROR password=" in text
    assert "hunter22" not in text
    assert "private-project" not in text


def test_a_page_that_fails_leads_to_the_report(
    workbench: WorkbenchClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a page and as a part of one."""
    monkeypatch.setattr(workbench.store.recent, "list", lambda limit: 1 // 0)
    answer = workbench.get("/")
    assert answer.status_code == 500
    assert 'href="/report"' in answer.text.partition("<main")[2]
    assert 'href="/report"' in workbench.get_fragment("/").text
