"""Tests of the addresses that open an app."""

import pytest

from server.web.open_app.urls import open_url
from tests.support.workbench_client import WorkbenchClient


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ("lab:session", "/open?target=lab%3Asession"),
        ("lab:../x?y", "/open?target=lab%3A..%2Fx%3Fy"),
        ("/home/me/my app", "/open?target=%2Fhome%2Fme%2Fmy%20app"),
        ("shop:create_app&trust=yes", "/open?target=shop%3Acreate_app%26trust%3Dyes"),
    ],
)
def test_a_target_is_one_parameter(spec: str, path: str) -> None:
    """No character of a target can end its parameter or add another."""
    assert open_url(spec) == path


def test_the_address_is_that_of_the_route(workbench: WorkbenchClient) -> None:
    """The window builds the address without the app, which must know it."""
    adapter = workbench.app.url_map.bind("127.0.0.1")
    path, _, query = open_url("lab:session").partition("?")
    assert adapter.match(path, method="GET") == ("open_app.ask", {})
    assert query == "target=lab%3Asession"
