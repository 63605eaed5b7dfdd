"""Tests of the code of an experiment and its counterexample."""

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.experiment import Counter
from server.model.lab import Lab
from server.web.handbook.experiment_view import SourceChange, counter_view, experiment_source
from tests.support.handbook_client import SAMPLE_LABS


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue of the two sample labs."""
    return Catalogue((SAMPLE_LABS,))


@pytest.fixture
def lab(catalogue: Catalogue) -> Lab:
    """Return the lab that counts visits."""
    lab = catalogue.lab("visits")
    assert lab is not None
    return lab


def test_the_code_of_an_experiment_starts_at_its_function(catalogue: Catalogue) -> None:
    """The decorator states the claim, which the page shows already."""
    experiment = catalogue.experiment("visits", "counts")
    assert experiment is not None
    source = experiment_source(experiment)
    assert source.startswith("def ")
    assert "@experiment" not in source


def test_a_counterexample_is_shown_as_whole_lines(lab: Lab) -> None:
    """A change within a line shows the line before and after it."""
    text = (lab.folder / lab.files[0]).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "session" in line and text.count(line) == 1)
    view = counter_view(lab, Counter({line: line.replace("session", "g")}))
    assert view.changes == (
        SourceChange(file=lab.files[0], old=(line,), new=(line.replace("session", "g"),)),
    )


def test_other_values_are_shown_as_python() -> None:
    """A counterexample may leave the files alone."""
    lab = Catalogue((SAMPLE_LABS,)).lab("echo")
    assert lab is not None
    assert counter_view(lab, Counter(name="Ada", number=2)).parameters == (("name", "'Ada'"), ("number", "2"))


def test_a_change_that_fits_nowhere_is_an_error(lab: Lab) -> None:
    """`fumehood lab check` refuses such a lab, so it cannot be in the catalogue."""
    with pytest.raises(ValueError, match="is in no file of visits"):
        counter_view(lab, Counter({"nothing like this": "x"}))
