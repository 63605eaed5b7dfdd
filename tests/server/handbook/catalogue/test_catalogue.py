"""Test the catalogue of labs."""

from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import LABS, Catalogue
from server.model.claim import Outcome
from server.model.guest import TargetKind
from tests.support.sample_lab import CLAIMS, TOML, write_lab


def test_a_lab_is_read_whole(catalogue: Catalogue, labs_folder: Path) -> None:
    """Its text comes from lab.toml, and its claims from claims.py, in the order written."""
    lab = catalogue.lab("tiny")
    assert lab is not None
    assert (lab.number, lab.title, lab.chapter, lab.app) == ("1.1", "Tiny", "First steps", "app.py")
    assert lab.folder == labs_folder / "1-first" / "tiny"
    assert [claim.id for claim in lab.claims] == ["greets", "swears", "modern"]
    assert [claim.mistake for claim in lab.claims] == [False, True, False]
    assert lab.claims[2].expected == (("flask<1", Outcome.HOLDS), ("", Outcome.FAILS))
    assert lab.questions[0].claim == "greets"
    assert lab.sources[0].title == "Flask documentation"


def test_an_unknown_lab_or_claim_is_none(catalogue: Catalogue) -> None:
    """That is not an error."""
    assert catalogue.lab("other") is None
    assert catalogue.target("other") is None
    assert catalogue.experiments("other") == ()
    assert catalogue.experiment("tiny", "other") is None
    assert catalogue.experiment("tiny", "greets") is catalogue.experiments("tiny")[0]


def test_a_target_is_the_printed_lab_or_a_copy(
    catalogue: Catalogue, labs_folder: Path, tmp_path: Path
) -> None:
    """The folder of the guest is that of the lab or of the copy."""
    printed = catalogue.target("tiny")
    copied = catalogue.target("tiny", folder=tmp_path)
    assert printed is not None
    assert copied is not None
    assert (printed.kind, printed.spec, printed.root) == (
        TargetKind.LAB,
        "lab:tiny",
        labs_folder / "1-first" / "tiny",
    )
    assert copied.root == tmp_path


def test_labs_are_in_the_order_of_their_numbers(labs_folder: Path, tmp_path: Path) -> None:
    """1.10 comes after 1.9, whatever the folders are called; folders may share a chapter."""
    for slug, number in (("aaa", "1.10"), ("bbb", "1.9")):
        write_lab(labs_folder / "1-first" / slug, toml=TOML.replace('"1.1"', f'"{number}"'))
    write_lab(tmp_path / "mine" / "first" / "ccc", toml=TOML.replace('"1.1"', '"1.2"'))
    catalogue = Catalogue((labs_folder, tmp_path / "mine"))
    assert [lab.slug for lab in catalogue.labs] == ["tiny", "ccc", "bbb", "aaa"]
    assert len(catalogue.chapters) == 1


def test_the_lab_of_the_earlier_folder_counts(labs_folder: Path, tmp_path: Path) -> None:
    """A lab of the reader's own does not replace one of ours."""
    write_lab(tmp_path / "mine" / "first" / "tiny", toml=TOML.replace("Tiny", "Mine"))
    lab = Catalogue((labs_folder, tmp_path / "mine")).lab("tiny")
    assert lab is not None
    assert lab.title == "Tiny"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"toml": "number = "}, "TOMLDecodeError"),
        ({"toml": 'title = "x"'}, "lab.toml: it needs number"),
        ({"toml": TOML.replace("words.txt", "../words.txt")}, "inside"),
        ({"toml": TOML.replace("words.txt", "gone.txt")}, "gone.txt"),
        ({"claims": "import nothing_of_this_name"}, "nothing_of_this_name"),
        ({"claims": CLAIMS.replace('"swears"', '"greets"')}, "two claims are called greets"),
        (
            {"claims": CLAIMS.replace("Counter(word=", "Counter(").replace('"hello"))', "{}))")},
            "A counterexample",
        ),
    ],
)
def test_a_broken_lab_is_left_out_with_a_problem(
    labs_folder: Path, parts: dict[str, str], message: str
) -> None:
    """The other labs are read."""
    write_lab(labs_folder / "1-first" / "broken", **parts)
    catalogue = Catalogue((labs_folder,))
    (problem,) = catalogue.problems
    assert message in f"{problem.cause} {problem.detail}"
    assert [lab.slug for lab in catalogue.labs] == ["tiny"]


def test_a_broken_chapter_is_a_problem(labs_folder: Path) -> None:
    """A chapter needs a number and a title."""
    (labs_folder / "2-second").mkdir()
    (labs_folder / "2-second" / "chapter.toml").write_text('number = "two"')
    (problem,) = Catalogue((labs_folder,)).problems
    assert problem.code == "chapter-broken"


def test_our_own_labs_are_all_read() -> None:
    """None is left out, and chapter and lab numbers agree."""
    catalogue = Catalogue()
    assert catalogue.problems == ()
    assert len(catalogue.labs) == len(list(LABS.glob("*/*/lab.toml")))
    for chapter in catalogue.chapters:
        for lab in chapter.labs:
            assert lab.number.startswith(f"{chapter.number}.")
