"""Tests of the versions that a guest runs on."""

import pytest

from server.model.versions import Versions

VERSIONS = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.8", server="waitress 3.0.2")


def test_a_phrase_names_python_flask_and_werkzeug() -> None:
    """That is what the command line prints."""
    assert VERSIONS.phrase() == "Python 3.12.1, Flask 3.1.3, Werkzeug 3.1.8"


def test_a_phrase_has_the_order_and_the_separator_asked_for() -> None:
    """A server is not named twice: its version contains its name."""
    phrase = VERSIONS.phrase("flask", "python", "server", separator=" · ")
    assert phrase == "Flask 3.1.3 · Python 3.12.1 · waitress 3.0.2"


def test_a_phrase_leaves_out_what_is_missing() -> None:
    """A guest without Flask has no Flask version; one that did not start has none at all."""
    assert Versions(python="3.12.1").phrase() == "Python 3.12.1"
    assert Versions().phrase() == ""


def test_as_dict_has_every_field_in_the_order_of_the_reports() -> None:
    """The JSON reports promise all four keys, null for a missing part."""
    assert list(Versions(flask="3.1.3").as_dict().items()) == [
        ("python", None),
        ("flask", "3.1.3"),
        ("werkzeug", None),
        ("server", None),
    ]


@pytest.mark.parametrize(
    ("flask", "seen", "old"),
    [
        ("3.1.3", True, None),
        ("2.2.0", True, None),
        ("3.2.0.dev0", True, None),
        ("4", True, None),
        ("unknown", True, None),
        ("9" * 5000, True, None),
        ("2.1.3", False, "2.1.3"),
        ("1.1.4", False, "1.1.4"),
        ("0.12.2", False, "0.12.2"),
        (None, False, None),
    ],
)
def test_flask_is_seen_from_2_2_on(flask: str | None, seen: bool, old: str | None) -> None:
    """Without Flask there is no old one either."""
    versions = Versions(flask=flask)
    assert (versions.sees_flask, versions.old_flask) == (seen, old)
