"""Tests of the choice of a language."""

import pytest

from server.web.base.i18n import language
from tests.support.workbench_client import WorkbenchClient


@pytest.mark.parametrize(
    ("setting", "accepted", "code"),
    [
        ("auto", "sv-SE, sv;q=0.9, en;q=0.5", "sv"),
        ("auto", "de, fr", "en"),
        ("auto", "", "en"),
        ("sv", "en", "sv"),
        ("en", "sv", "en"),
        ("xx", "sv", "sv"),
    ],
)
def test_the_setting_comes_before_the_browser(
    workbench: WorkbenchClient, setting: str, accepted: str, code: str
) -> None:
    """`auto`, or a language that this version does not have, leaves the choice to the browser."""
    workbench.store.settings.set("language", setting)
    with workbench.app.test_request_context("/", headers={"Accept-Language": accepted}):
        assert language() == code


def test_outside_of_a_request_the_language_is_english() -> None:
    """A thread without a request, such as one of a benchmark, has no browser to ask."""
    assert language() == "en"


def test_a_page_names_its_language(workbench: WorkbenchClient) -> None:
    """Screen readers pronounce the page by it."""
    assert '<html lang="sv"' in workbench.get("/", Accept_Language="sv").text
