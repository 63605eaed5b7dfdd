"""Test the full-text search of the handbook."""

import os
import threading
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.search.index import (
    EXCERPT_LENGTH,
    Group,
    SearchIndex,
    excerpt,
    mark_matches,
    stem,
    words,
)
from server.handbook.search.passages import PassageKind, lab_passages
from server.model.lab import Lab
from tests.support.sample_lab import PAGE, write_lab


def kinds(groups: tuple[Group, ...]) -> dict[str, list[str]]:
    """Return the text of each hit, by kind."""
    return {
        group.kind.value: ["".join(text for text, _ in hit.parts) for hit in group.hits] for group in groups
    }


def test_hits_are_grouped_by_kind(catalogue: Catalogue) -> None:
    """One word is found in a claim, on a page and in source, each with its address."""
    found = SearchIndex(catalogue).find("door")
    claims = {"The door is modern.", "The door says hello.", "The door swears."}
    assert set(kinds(found)["claim"]) == claims
    assert "/handbook/tiny#claim-greets" in [hit.url for hit in found[0].hits]
    assert "A door, and what it says." in kinds(found)["page"]
    source = next(group for group in found if group.kind is PassageKind.SOURCE)
    assert kinds(found)["source"] == ['"""A door that greets."""']
    assert source.hits[0].url == "/handbook/tiny#source=app.py:1"


def test_a_paragraph_is_found_under_its_heading(catalogue: Catalogue) -> None:
    """The address leads to the heading, also if only the heading has the word."""
    (group,) = SearchIndex(catalogue).find("nothing bad")
    assert [hit.url for hit in group.hits] == ["/handbook/tiny#what-it-says"]


@pytest.mark.parametrize("query", ["greeting", "Greets", "greeted", "gree"])
def test_words_are_compared_by_their_stems(catalogue: Catalogue, query: str) -> None:
    """Endings and capitals do not matter, and the last word may be a prefix."""
    assert any("greets" in text for text in kinds(SearchIndex(catalogue).find(query))["source"])


def test_every_word_must_occur(catalogue: Catalogue) -> None:
    """More words find less; words in another order find the same."""
    search = SearchIndex(catalogue)
    assert kinds(search.find("door hello"))["claim"] == ["The door says hello."]
    assert search.find("hello door") == search.find("door hello")
    assert search.find("door elephant") == ()


@pytest.mark.parametrize(
    "query", ["", "  ", '"', "* OR -", "'; DROP TABLE passages", "NEAR(", "a" * 5000, "å" * 30]
)
def test_any_query_is_valid(catalogue: Catalogue, query: str) -> None:
    """Special characters are ignored."""
    assert isinstance(SearchIndex(catalogue).find(query), tuple)


def test_a_line_of_source_is_found_by_the_words_around_it(catalogue: Catalogue) -> None:
    """The block has all words; the line with most of them is shown, with its number."""
    (group,) = SearchIndex(catalogue).find("def greet hello")
    (hit,) = group.hits
    assert "".join(text for text, _ in hit.parts) == "def greet():"
    assert hit.line == 12
    assert [text for text, here in hit.parts if here] == ["def", "greet"]


def test_no_verdict_and_no_answer_is_in_the_index(tiny: Lab) -> None:
    """The question of a review card is found, its answer and observations are not."""
    texts = " ".join(passage.text for passage in lab_passages(tiny))
    assert "Does / greet?" in texts
    assert "it does" not in texts
    assert "It said" not in texts


def test_an_edited_lab_is_indexed_again(labs_folder: Path, catalogue: Catalogue) -> None:
    """The index is built again if a file has changed, and only then."""
    search = SearchIndex(catalogue)
    assert search.find("zebra") == ()
    base = search._database
    assert search.find("door")
    assert search._database is base
    page = labs_folder / "1-first" / "tiny" / "page.md"
    page.write_text(PAGE + "\nA zebra.\n")
    os.utime(page, ns=(1, 1))
    assert kinds(search.find("zebra")) == {"page": ["A zebra."]}


def test_the_best_hits_are_first_and_all_are_counted(tmp_path: Path) -> None:
    """A page with more matches comes first; the total counts those that are not returned."""
    write_lab(tmp_path / "1-first" / "one", page="Tea and cake and much else that is said at length here.")
    write_lab(tmp_path / "1-first" / "two", page="Tea, tea.\n\nTea!")
    (pages,) = (
        group
        for group in SearchIndex(Catalogue((tmp_path,))).find("tea", most=2)
        if group.kind is PassageKind.PAGE
    )
    assert [hit.passage.lab.slug for hit in pages.hits] == ["two", "two"]
    assert pages.total == 3


def test_several_threads_search_at_once(catalogue: Catalogue) -> None:
    """Each finds the same."""
    search = SearchIndex(catalogue)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(search.find("door"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(one == found[0] for one in found)


def test_matching_words_are_marked() -> None:
    """By their stems, and by the prefix that the last word is."""
    parts = mark_matches("Sessions keep cookies.", ["session", "cook"])
    assert [text for text, here in parts if here] == ["Sessions", "cookies"]
    assert "".join(text for text, _ in parts) == "Sessions keep cookies."


def test_an_excerpt_is_about_a_line_around_the_first_hit() -> None:
    """A long paragraph is cut between words, on both sides."""
    text = excerpt("alpha " * 100 + "needle " + "omega " * 100, ["needle"])
    assert "needle" in text
    assert text.startswith("… alpha")
    assert text.endswith("omega …")
    assert len(text) <= EXCERPT_LENGTH + 10
    assert excerpt("A short one.", ["short"]) == "A short one."


def test_words_and_stems() -> None:
    """Dots and underscores separate words."""
    assert words("session.permanent = url_for('x')") == ["session", "permanent", "url", "for", "x"]
    assert stem("encrypted") == stem("encryption") == "encrypt"
