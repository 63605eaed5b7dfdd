"""Tests of syntax highlighting."""

import subprocess
import sys

import pytest

from server.highlight import highlight_code

SCRIPT = "<script>alert('x')</script>"


@pytest.mark.parametrize("language", ["python", "html", "text", "no-such-language"])
def test_code_is_escaped_whatever_its_language(language: str) -> None:
    """No language lets the markup of a piece of code through."""
    html = str(highlight_code(SCRIPT, language))
    assert "<script>" not in html
    assert "&lt;" in html


def test_a_known_language_is_coloured() -> None:
    """The classes of the spans are those of the style sheet."""
    assert '<span class="k">def</span>' in str(highlight_code("def view(): pass", "python"))


def test_an_unknown_language_stays_plain() -> None:
    """A fence named after a language that Pygments does not know is shown as text."""
    assert highlight_code("a < b", "no-such-language") == "a &lt; b"


def test_empty_lines_at_the_start_are_kept() -> None:
    """Pygments would strip them, and the line numbers would be wrong."""
    assert str(highlight_code("\n\nx = 1", "python")).startswith("\n\n")


def test_pygments_is_imported_only_when_something_is_highlighted() -> None:
    """Starting the workbench does not pay for it."""
    script = "import sys, server.app; sys.exit('pygments' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0
