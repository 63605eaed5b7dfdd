"""Tests of putting the values of variables into a request."""

import json

import pytest
from werkzeug.datastructures import MultiDict

from server.web.requests.placeholders import escaped, fill, filled, names_in

VALUES = {"host": "x", "token": 'a"b\\c', "n": "1", "a.b-c": "2"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/{{host}}/{{n}}", "/x/1"),
        ("{{a.b-c}}", "2"),
        ("{{ host }} {{1}} {{}} {host}", "{{ host }} {{1}} {{}} {host}"),
        (r"\{{host}} {{host}}", "{{host}} x"),
        ("{{other}}", "{{other}}"),
        ("{{{n}}}", "{1}"),
    ],
)
def test_a_name_in_two_braces_is_a_variable(text: str, found: str) -> None:
    """Without spaces, which templates of Jinja have; a backslash keeps it as text."""
    assert fill(text, VALUES) == found


@pytest.mark.parametrize("text", ["{{host}}", r"\{{host}}", "{{ host }}", "a {{x.y}} {{{z}}}"])
def test_an_escaped_text_is_sent_as_it_stands(text: str) -> None:
    """Also one that has a backslash before a name already."""
    assert fill(escaped(text), {"host": "no", "x.y": "no", "z": "no"}) == text


def test_every_part_of_a_request_may_have_names() -> None:
    """Path, rows, login and body; files and choices stay as they are."""
    form = MultiDict(
        [
            ("url", "/{{host}}"),
            ("headers-name", "X-{{n}}"),
            ("headers-value", "{{n}}"),
            ("headers-value", "{{host}}"),
            ("auth-token", "{{token}}"),
            ("identity", "{{n}}"),
        ]
    )
    assert names_in(form) == ("host", "n", "token")
    found = filled(form, VALUES)
    assert list(found.items(multi=True)) == [
        ("url", "/x"),
        ("headers-name", "X-1"),
        ("headers-value", "1"),
        ("headers-value", "x"),
        ("auth-token", 'a"b\\c'),
        ("identity", "{{n}}"),
    ]


def test_json_stays_json() -> None:
    """A value is escaped in a string, and stands as it is outside of one."""
    form = MultiDict([("json", '{"t": "<{{token}}>", "n": {{n}}, "{{host}}": "\\\\"}')])
    assert json.loads(filled(form, VALUES)["json"]) == {"t": '<a"b\\c>', "n": 1, "x": "\\"}
