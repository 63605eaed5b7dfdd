"""Tests of the addresses of labs."""

import pytest
from flask import url_for

from server.handbook.pages.urls import lab_url
from tests.support.workbench_client import WorkbenchClient


@pytest.mark.parametrize(
    ("fragment", "url"),
    [
        (None, "/handbook/session"),
        ("", "/handbook/session"),
        ("claim-readable", "/handbook/session#claim-readable"),
        ("source=app.py:3", "/handbook/session#source=app.py:3"),
    ],
)
def test_a_lab_has_one_address_and_places_on_it(fragment: str | None, url: str) -> None:
    """A place follows the number sign; none leaves it out."""
    assert lab_url("session", fragment) == url


def test_the_address_is_that_of_the_route(workbench: WorkbenchClient) -> None:
    """The handbook knows no HTTP, but its links must lead to the page that shows labs."""
    with workbench.app.test_request_context("/"):
        assert lab_url("session") == url_for("handbook.lab", slug="session")
