"""Tests of the text of cookie values."""

import pytest
from werkzeug.http import dump_cookie, parse_cookie

from server.runner.requests.cookie_text import from_wire, shown, to_wire


@pytest.mark.parametrize("text", ["plain", "smörgås", "日本", "a b;c", 'quo"te', "back\\slash"])
def test_what_werkzeug_sets_is_shown_as_it_was_meant(text: str) -> None:
    """Werkzeug quotes such a value with octal escapes."""
    value = dump_cookie("name", text).partition(";")[0].partition("=")[2]
    assert shown(value) == text


@pytest.mark.parametrize("text", ["smörgås", "日本"])
def test_a_typed_value_reaches_the_app_as_it_was_typed(text: str) -> None:
    """As a browser does, in UTF-8; as Latin-1 the app would read other characters."""
    assert parse_cookie({"HTTP_COOKIE": f"name={to_wire(text)}"})["name"] == text
    assert from_wire(to_wire(text)) == text


def test_a_value_that_is_not_utf_8_stays_as_it_is() -> None:
    """Nothing is lost of what another program has set."""
    assert shown("\xe5") == "\xe5"
    assert from_wire("\xe5") == "\xe5"
