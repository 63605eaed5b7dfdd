"""Tests of what claims are written with."""

import pytest

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


def test_a_plain_expectation_counts_everywhere() -> None:
    """One outcome and one counterexample are those of every version."""

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
    """The first range that fits will count, so the order written is kept."""
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
