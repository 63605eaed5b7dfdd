"""Test that the former module `fetching` still has the names that labs imported from it."""

from server.handbook import experiment, fetching


def test_the_former_names_are_those_of_the_public_module() -> None:
    """Each name that it exports is the one of `experiment`."""
    assert "Answer" in fetching.__all__
    assert all(getattr(fetching, name) is getattr(experiment, name) for name in fetching.__all__)
