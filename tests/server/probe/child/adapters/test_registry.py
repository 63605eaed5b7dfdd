"""Tests of the choice of an adapter."""

import pytest

from server.probe.child.adapters.flask22 import Flask22
from server.probe.child.adapters.flask31 import Flask31
from server.probe.child.adapters.flask32 import Flask32
from server.probe.child.adapters.registry import choose_adapter


@pytest.mark.parametrize(
    ("version", "adapter"),
    [
        ("2.2", Flask22),
        ("2.3.3", Flask22),
        ("3.0.0", Flask22),
        ("3.1.3", Flask31),
        ("3.2.0.dev0", Flask32),
        ("3.dev", Flask22),
        ("4.0", Flask32),
    ],
)
def test_the_newest_adapter_that_the_version_reaches_is_chosen(version: str, adapter: type) -> None:
    """Also for versions of the future and for odd numbers."""
    assert type(choose_adapter(version)) is adapter


@pytest.mark.parametrize("version", ["1.1.4", "2.1.3", "2"])
def test_an_older_flask_has_no_adapter(version: str) -> None:
    """The sensors of Flask are then absent."""
    assert choose_adapter(version) is None
