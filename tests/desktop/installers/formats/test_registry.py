"""The formats of the registry."""

from desktop.installers.formats.registry import FORMATS


def test_formats_have_names_of_their_own() -> None:
    """A name on the command line means one format."""
    names = [each.name for each in FORMATS]
    assert names == ["archive", "deb", "rpm", "windows", "macos"]
