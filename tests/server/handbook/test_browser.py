"""Test that the former module `browser` still has the names that labs imported from it."""

from server.handbook import browser, experiment


def test_the_former_names_are_those_of_the_public_module() -> None:
    """Each name that it exports is the one of `experiment`."""
    assert "Browser" in browser.__all__
    assert all(getattr(browser, name) is getattr(experiment, name) for name in browser.__all__)
