"""Test how the handbook's values are written on its pages."""

import pytest
from flask import Flask
from flask_babel import Babel

from server.model.versions import Versions
from server.web.handbook.template_filters import code_language, inline, seen_on


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a < b` & c", "<code>a &lt; b</code> &amp; c"),
        ("one ` alone", "one ` alone"),
        ("<b>*no*</b>", "&lt;b&gt;*no*&lt;/b&gt;"),
    ],
)
def test_only_backticks_are_markup(text: str, html: str) -> None:
    """Code between backticks is code; all else is text."""
    assert inline(text) == html


def test_languages_of_files() -> None:
    """The editor knows Python and HTML and takes everything else as text."""
    assert [code_language(name) for name in ("app.py", "t/a.html", "notes.txt", "Makefile")] == [
        "python",
        "html",
        "text",
        "text",
    ]


def test_versions_that_are_unknown_are_not_named() -> None:
    """Only the known versions are named; a guest that never started has none."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        assert seen_on(Versions(python="3.12.1")) == "Seen on Python 3.12.1"
        assert seen_on(Versions()) == "The lab did not start"
