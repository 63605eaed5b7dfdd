"""What runs an app, and where the app comes from."""

from server.model.origin import Origin, origin_from


def test_a_place_is_told_as_far_as_it_is_known() -> None:
    """File and line, the file alone, or nothing."""
    origin = Origin(interpreter="/python", working_directory="/shop", app="app:app")
    assert origin.place == ""
    known = Origin(**{**origin.as_dict(), "file": "/shop/app.py", "line": 3})
    assert known.place == "/shop/app.py:3"
    assert origin_from(known.as_dict()) == known
    assert origin_from(None) is None
