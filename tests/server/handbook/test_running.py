"""Test that the former module `running` still has the names that labs imported from it."""

from server.handbook import experiment, running


def test_the_former_names_are_those_of_the_public_module() -> None:
    """Each name that it exports is the one of `experiment`."""
    assert "Running" in running.__all__
    assert all(getattr(running, name) is getattr(experiment, name) for name in running.__all__)
