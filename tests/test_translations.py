"""Every sentence of the interface is in every catalogue."""

import ast
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment

from server.startup_choices import LANGUAGES
from tests.sources import python_files, shown, templates
from tests.translations import KEYWORDS, catalogues, complaints, extract, load, update

# The same in every language.
NAMES = {"Ctrl", "Flask", "Fumehood", "HTTP", "JSON", "Python", "URL", "UTF-8", "WSGI", "Werkzeug", "ms"}
UNSPOKEN = {"code", "kbd"}
NO_WORDS = re.compile(r"\{%-? block body_class -?%\}.*?\{%-? endblock")
SPOKEN = {"alt", "aria-label", "aria-description", "title", "placeholder"}


@pytest.mark.parametrize("path", catalogues(), ids=shown)
def test_every_sentence_is_translated(path: Path) -> None:
    """Each sentence in the sources has a translation that fills in the same things; there are no others."""
    wanted = extract()
    assert len(wanted) > 0
    assert complaints(wanted, load(path)) == []


@pytest.mark.parametrize("path", catalogues(), ids=shown)
def test_a_complete_catalogue_stays_as_it_is(path: Path, tmp_path: Path) -> None:
    """An update that has nothing to add changes no byte, also no date, so that branches can be merged."""
    copy = tmp_path / path.parents[1].name / path.parent.name / path.name
    copy.parent.mkdir(parents=True)
    shutil.copy(path, copy)
    assert update(copy) == []
    assert copy.read_bytes() == path.read_bytes()


def test_no_sentence_stands_inside_an_f_string() -> None:
    """Babel finds those only where it runs on Python 3.12 or newer, so they would be missed elsewhere."""
    missed = [
        f"{shown(path)}:{call.lineno}"
        for path in python_files("desktop", "server")
        for text in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", *KEYWORDS}
    ]
    assert missed == []


def test_every_language_but_that_of_the_sources_has_a_catalogue() -> None:
    """The settings offer English, in which the sentences are written, and the languages of the catalogues."""
    source_language, *others = LANGUAGES
    assert source_language == "en"
    assert sorted(path.parent.parent.name for path in catalogues()) == sorted(others)


@pytest.mark.parametrize(
    ("said", "translated", "complaint"),
    [
        ("%(n)s rows", "%(n)s rader", None),
        ("%(n)s rows", "%(m)s rader", "fills in other things"),
        ("%(n)s rows", "", "no translation"),
        (("%(n)s row", "%(n)s rows"), ("en rad", "%(n)s rader"), "fills in other things"),
        (("%(n)s row", "%(n)s rows"), ("%(n)s rad", ""), "no translation"),
    ],
)
def test_a_wrong_translation_is_seen(
    said: str | tuple[str, ...], translated: str | tuple[str, ...], complaint: str | None
) -> None:
    """A missing translation and one that fills in other things are complaints."""
    wanted, have = Catalog(), Catalog(locale="sv")
    wanted.add(said, None, [("a.py", 1)])
    have.add(said, translated)
    found = complaints(wanted, have)
    assert [complaint in line for line in found] == [True] if complaint else found == []


def test_a_translation_of_nothing_is_seen() -> None:
    """What nobody says any more leaves the catalogue."""
    have = Catalog(locale="sv")
    have.add("gone", "borta")
    assert complaints(Catalog(), have) == ["nobody says 'gone'"]


class Words(HTMLParser):
    """Collects the words of a page that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_data(self, data: str) -> None:
        """Note the words between tags, but not code and keys."""
        if not self._silent:
            self.note(data)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note the words in attributes that are spoken; an example that shows how to write is none."""
        self._silent += tag in UNSPOKEN
        for name, value in attributes:
            if name in SPOKEN and not re.match(r"[{~/]", value or ""):
                self.note(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Listen again after code and keys."""
        self._silent -= tag in UNSPOKEN

    def note(self, text: str) -> None:
        """Keep what is a word and no name."""
        self.found += [
            word for word in re.findall(r"[^\W\d_][\w'-]*", text) if word not in NAMES and len(word) > 1
        ]


def bare_words(source: str) -> list[str]:
    """Words of a template that stand outside of `{{ }}`, where no catalogue reaches them."""
    tokens = Environment(autoescape=True).lex(NO_WORDS.sub("{% endblock", source))
    parser = Words()
    parser.feed("".join(text if kind == "data" else " " for _, kind, text in tokens))
    return parser.found


def test_templates_say_everything_through_the_catalogue() -> None:
    """No template has words of its own."""
    found = {shown(path): bare_words(path.read_text(encoding="utf-8")) for path in templates()}
    assert len(found) > 50
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ("<button aria-label='Close'>✕</button>", ["Close"]),
        ("<p class='wide'>{{ _('Hello') }} · {# a note #} 12</p>", []),
        ("<code>uv sync</code><p>then</p>", ["then"]),
        ("<input placeholder='~/projects/shop'>", []),
        ("<input placeholder='Search'>", ["Search"]),
        ("{% block body_class %}work{% endblock %}", []),
    ],
)
def test_words_outside_the_catalogue_are_seen(source: str, words: list[str]) -> None:
    """A word between tags or in a spoken attribute is found, anything else is not."""
    assert bare_words(source) == words
