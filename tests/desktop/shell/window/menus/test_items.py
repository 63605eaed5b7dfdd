"""Tests of the parts of menus."""

import pytest

from desktop.shell.window.menus.items import Action


@pytest.mark.parametrize(
    ("within", "path", "applies"),
    [
        ("/", "/", True),
        ("/", "/bench/3", True),
        ("/bench", "/bench", True),
        ("/bench", "/bench/3", True),
        ("/bench", "/benchmarks", False),
        ("/bench", "/", False),
        ("/bench/", "/bench", False),
    ],
)
def test_an_action_applies_to_its_page_and_those_below(within: str, path: str, applies: bool) -> None:
    """A path that only begins with the same letters is another page."""
    assert Action("Again", print, within=within).applies(path) is applies
