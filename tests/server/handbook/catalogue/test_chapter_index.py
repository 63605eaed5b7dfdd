"""Test the order of labs and chapters."""

from dataclasses import replace
from pathlib import Path

from server.handbook.catalogue.chapter_index import LoadedLab, arrange, place, read_chapter, read_chapters
from server.handbook.catalogue.lab_reader import LabProblem
from server.model.lab import Lab
from tests.support.sample_lab import write_lab


def loaded(lab: Lab, slug: str, number: str, *, title: str | None = None) -> LoadedLab:
    """Return a lab of that name and number."""
    return LoadedLab(
        chapter=int(number.partition(".")[0]),
        title=title,
        lab=replace(lab, slug=slug, number=number),
        experiments={},
    )


def test_numbers_are_compared_by_their_parts(tiny: Lab) -> None:
    """7.10 comes after 7.9, whatever the order of the folders."""
    numbers = ["7.10", "7.9", "7.1", "7.1.1"]
    index = arrange((loaded(tiny, f"lab-{number}", number) for number in numbers), ())
    (chapter,) = index.chapters
    assert [lab.number for lab in chapter.labs] == ["7.1", "7.1.1", "7.9", "7.10"]
    assert place(replace(tiny, number="7.x")) == (7, 0)


def test_a_chapter_has_the_first_title_that_is_given(tiny: Lab) -> None:
    """A chapter that no folder names is that of the user's own labs."""
    index = arrange(
        (
            loaded(tiny, "a", "1.1"),
            loaded(tiny, "b", "1.2", title="First steps"),
            loaded(tiny, "c", "9.1"),
        ),
        (),
    )
    assert [chapter.title for chapter in index.chapters] == ["First steps", "Labs of your own"]
    assert index.labs["a"].chapter == "First steps"


def test_of_two_labs_with_one_name_the_first_counts(tiny: Lab) -> None:
    """The other becomes a problem."""
    index = arrange((loaded(tiny, "a", "1.1"), loaded(tiny, "a", "2.1")), ())
    assert index.labs["a"].number == "1.1"
    (problem,) = index.problems
    assert problem.code == "lab-taken"


def test_chapters_are_read_from_a_folder(tmp_path: Path) -> None:
    """A chapter or a lab that cannot be read is a problem, and the rest is read."""
    write_lab(tmp_path / "1-first" / "tiny")
    write_lab(tmp_path / "1-first" / "broken", claims="1 / 0")
    write_lab(tmp_path / "2-second" / "lost")
    (tmp_path / "2-second" / "chapter.toml").write_text("number = 2\n")
    labs, problems = read_chapters(tmp_path)
    assert [(each.lab.slug, each.chapter, each.title) for each in labs] == [("tiny", 1, "First steps")]
    assert [problem.code for problem in problems] == ["lab-broken", "chapter-broken"]
    chapter = read_chapter(tmp_path / "2-second" / "chapter.toml")
    assert isinstance(chapter, LabProblem)
    assert chapter.message == chapter.detail == "KeyError: 'title'"
