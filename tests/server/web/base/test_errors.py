"""Tests of the pages for errors."""

import logging
from http import HTTPStatus

import pytest
from werkzeug.exceptions import default_exceptions

from server.web.base.errors import _http_problem, _refusal_problem
from server.web.security.guard import Refusal
from tests.support.workbench_client import WorkbenchClient


def test_an_internal_error_shows_no_traceback(
    workbench: WorkbenchClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception becomes a page with cause and remedy; its traceback goes only to the log."""

    def fail() -> None:
        raise RuntimeError("inner detail")

    monkeypatch.setattr(workbench.services.guests, "all", fail)
    with caplog.at_level(logging.ERROR, "fumehood.web"):
        answer = workbench.get("/bench")
    assert answer.status_code == 500
    assert "An error in Fumehood" in answer.text
    assert "inner detail" not in answer.text
    assert "Traceback" not in answer.text
    assert "inner detail" in caplog.text


def test_a_request_that_outlasts_the_store_ends_without_a_page_or_a_traceback(
    workbench: WorkbenchClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """At the end of Fumehood, an answer that can no longer be made is no error."""
    monkeypatch.setattr(workbench.services.guests, "all", workbench.services.store.close)
    with caplog.at_level(logging.INFO):
        answers = workbench.get("/bench"), workbench.get("/nothing")
    assert [(answer.status_code, answer.text) for answer in answers] == [(503, "")] * 2
    assert [record.levelname for record in caplog.records if "cut short" in record.message] == ["INFO"] * 2
    assert "Traceback" not in caplog.text


def test_an_unknown_address_leads_on(workbench: WorkbenchClient) -> None:
    """A browser gets a page, htmx a part of a page."""
    page, part = workbench.get("/nothing"), workbench.get_fragment("/nothing")
    assert page.status_code == part.status_code == 404
    assert "<!doctype html>" in page.text
    assert "<!doctype html>" not in part.text
    assert "There is nothing at this address" in part.text
    assert '<a class="button" href="/">Home</a>' in page.text


def test_a_refusal_is_a_page_with_an_explanation(workbench: WorkbenchClient) -> None:
    """Without a session the page explains which command to run, and contains no token."""
    answer = workbench.get("/", Cookie="")
    assert answer.status_code == 403
    assert "fumehood link" in answer.text
    assert workbench.keys.token not in answer.text


@pytest.mark.parametrize("code", ["session", "launch", "token", "host", "origin", "site", "size", "method"])
def test_each_refusal_has_a_cause_and_a_remedy(workbench: WorkbenchClient, code: str) -> None:
    """Both are sentences."""
    with workbench.app.test_request_context():
        problem = _refusal_problem(Refusal(code))
        assert problem.cause.endswith(".")
        assert problem.remedy.endswith(".")


@pytest.mark.parametrize("status", [400, 404, 405, 413])
def test_each_status_has_a_cause_and_a_remedy(workbench: WorkbenchClient, status: int) -> None:
    """Both are sentences, also for a status without a text of ours."""
    with workbench.app.test_request_context():
        problem = _http_problem(default_exceptions[HTTPStatus(status)]())
        assert problem.cause.endswith(".")
        assert problem.remedy.endswith(".")
