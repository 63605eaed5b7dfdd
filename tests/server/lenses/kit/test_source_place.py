"""Tests of places in source code."""

import pytest

from server.lenses.kit.formatting import place
from server.lenses.kit.sentence import compose, fact


def test_a_place_is_short_for_people_and_whole_for_an_editor() -> None:
    """In a sentence too, as a fact."""
    found = place("/home/ada/shop/web/app.py", 12)
    assert found == "web/app.py:12"
    assert (found.file, found.line, found.whole) == (
        *("/home/ada/shop/web/app.py", 12),
        "/home/ada/shop/web/app.py:12",
    )
    assert fact(found).parts[0].place is found
    assert compose("from %(place)s", place=found).parts[1].place is found
    assert fact("web/app.py:12").parts[0].place is None


@pytest.mark.parametrize(
    ("file", "leads"),
    [
        ("/srv/app.py", True),
        (r"C:\shop\app.py", True),
        ("<frozen os>", False),
        ("<string>", False),
        ("app.py", False),
    ],
)
def test_only_a_whole_path_leads_to_a_file(file: str, leads: bool) -> None:
    """Compiled code and templates from memory have none."""
    assert place(file, 1).leads_to_a_file is leads
