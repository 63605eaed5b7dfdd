"""Which page opens what."""

import pytest

from desktop.workbench.urls import opening


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ("lab:session", "/open?target=lab%3Asession"),
        ("lab:../x?y", "/open?target=lab%3A..%2Fx%3Fy"),
        ("/home/me/my app", "/open?target=%2Fhome%2Fme%2Fmy%20app"),
        ("shop:create_app&trust=yes", "/open?target=shop%3Acreate_app%26trust%3Dyes"),
    ],
)
def test_what_a_user_points_at_is_one_value(spec: str, path: str) -> None:
    """Whatever it holds, it is one parameter and adds no other."""
    assert opening(spec) == path
