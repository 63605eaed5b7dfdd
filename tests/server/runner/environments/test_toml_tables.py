"""Tests of settings in TOML."""

import pytest

from server.runner.environments.toml_tables import parse_toml, table


def test_the_tables_of_a_text_are_read() -> None:
    """A name without a table has an empty one."""
    settings = parse_toml('[project]\nname = "shop"\n')
    assert table(settings, "project") == {"name": "shop"}
    assert table(settings, "tool") == {}


@pytest.mark.parametrize("text", ["", "[project", "a = " + "[" * 10_000])
def test_what_is_not_toml_has_no_settings(text: str) -> None:
    """Neither damage nor depth raises."""
    assert parse_toml(text) == {}


def test_a_value_in_the_place_of_a_table_is_none() -> None:
    """It counts as missing."""
    assert table(parse_toml('project = "shop"'), "project") == {}
