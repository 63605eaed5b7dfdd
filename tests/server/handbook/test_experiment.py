"""Test the public API for the claims of labs."""

import pytest

from server.handbook import experiment
from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim
from tests.sources import LABS, shown
from tests.support.import_graph import imports, module_name


def test_a_plain_expectation_applies_to_every_version() -> None:
    """And so does a plain counterexample."""

    @claim("tea", "There is tea.", expect=HOLDS, counter=Counter(cup="empty"))
    def tea(bench: Bench, *, cup: str = "full") -> Observation:
        return Observation(holds=cup == "full", because=f"The cup is {cup}.")

    assert (tea.id, tea.statement, tea.mistake) == ("tea", "There is tea.", False)
    assert tea.expected == (("", HOLDS),)
    ((everywhere, counter),) = tea.counters
    assert everywhere == ""
    assert dict(counter.parameters) == {"cup": "empty"}
    assert "empty" in repr(counter)


def test_ranges_keep_their_order() -> None:
    """Because the first range that fits counts."""
    decorate = claim(
        "tea",
        "There is tea.",
        expect={"flask>=3": FAILS, "": HOLDS},
        counter={"flask>=3": Counter(a=1), "": Counter(a=2)},
    )
    tea = decorate(lambda bench, a: Observation(holds=True, because=""))
    assert [text for text, _ in tea.expected] == ["flask>=3", ""]
    assert [counter.parameters["a"] for _, counter in tea.counters] == [1, 2]


def test_a_counterexample_changes_something() -> None:
    """An empty one would prove nothing."""
    with pytest.raises(ValueError, match="changes the app or a parameter"):
        Counter()


def test_labs_import_only_the_public_api() -> None:
    """A lab imports nothing of ours but names that `experiment` exports, as a user's lab must."""
    offenders = [
        f"{shown(path)}: {name}"
        for path in sorted(LABS.rglob("*.py"))
        for name, _, _ in imports(path, module_name(path))
        if name.partition(".")[0] in ("server", "desktop")
        and not (
            name.startswith("server.handbook.experiment.") and name.rpartition(".")[2] in experiment.__all__
        )
    ]
    assert offenders == []


def test_the_public_api_exports_what_it_names() -> None:
    """Each name in `__all__` is there, and the list has no public class of the module missing."""
    assert [name for name in experiment.__all__ if not hasattr(experiment, name)] == []
    defined = {name for name, value in vars(experiment).items() if isinstance(value, type)}
    assert {name for name in defined if vars(experiment)[name].__module__ == experiment.__name__} <= set(
        experiment.__all__
    )
