"""Files stay small, and each kind of text stays in its own kind of file."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.sources import ROOT, front_end, python_files, shown, templates

LIMIT = 400
COLUMNS = 120


def line_count(path: Path) -> int:
    """Return the number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_over_400_lines() -> None:
    """One concern a file."""
    files = [*python_files(), *templates(), *front_end(), ROOT / "hatch_build.py", ROOT / "build.spec"]
    assert len(files) > 500
    assert [f"{shown(path)}: {line_count(path)} lines" for path in files if line_count(path) > LIMIT] == []


def test_no_line_of_a_template_is_over_120_columns() -> None:
    """A change to a template can be read as a difference of lines."""
    offenders = [
        f"{shown(path)}:{number}: {len(line)} columns"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > COLUMNS
    ]
    assert offenders == []


class Inline(HTMLParser):
    """Collects what a Content-Security-Policy without 'unsafe-inline' would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note style elements, scripts with no source, style and on* attributes, javascript: addresses."""
        given = dict(attributes)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"line {self.getpos()[0]}: <{tag}>")
        for name, value in attributes:
            inline = name == "style" or name.startswith(("on", "hx-on"))
            if inline or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"line {self.getpos()[0]}: {name}={value!r}")


def inline(source: str) -> list[str]:
    """What of a template is style or script; Jinja's own marks are blanked out, their lines kept."""
    blank = re.sub(r"\{([{%#]).*?[}%#]\}", lambda jinja: "\n" * jinja[0].count("\n"), source, flags=re.DOTALL)
    parser = Inline()
    parser.feed(blank)
    return parser.found


def test_no_template_holds_style_or_script() -> None:
    """The policy forbids inline style and script, so templates have none."""
    found = {shown(path): inline(path.read_text(encoding="utf-8")) for path in templates()}
    assert len(found) > 50
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<style>p {}</style>",
        "<script>1</script>",
        "<p {% if a %}style='color: red'{% endif %}>",
        "<p onclick='x()'>",
        "<p hx-on:click='x()'>",
        "<a href='javascript:x()'>",
    ],
)
def test_inline_style_and_script_are_seen(source: str) -> None:
    """Each way to write style or script into a page is found."""
    assert len(inline(source)) == 1


def test_a_script_with_a_source_is_no_inline_script() -> None:
    """A page may load our bundle."""
    assert inline('<script type="module" src="{{ url_for(\'static\') }}"></script>') == []
