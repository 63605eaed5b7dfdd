"""Test the exception of an undecided claim."""

from server.handbook.undecided import Undecided


def test_it_carries_a_reason_and_a_remedy() -> None:
    """Its text, as in a traceback, is the reason."""
    undecided = Undecided("There is no tea.", "Buy some.")
    assert (undecided.reason, undecided.remedy, str(undecided)) == (
        "There is no tea.",
        "Buy some.",
        "There is no tea.",
    )
