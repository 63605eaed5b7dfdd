"""Tests of the components of the front end."""

from pathlib import Path

from server.components.component import Component, ComponentOrigin, LicenceText
from server.components.front_end import front_end_components

RULE = "=" * 72


def test_the_list_of_the_build_is_read(tmp_path: Path) -> None:
    """Each package has its name, version, licence and the words of it."""
    (tmp_path / "licenses.txt").write_text(
        f"@codemirror/view 6.1.0 (MIT)\n{RULE}\nMIT License\n\nPermission\n\n\nquiet 1.0 (0BSD)\n{RULE}\n"
    )
    assert front_end_components(tmp_path) == (
        Component(
            name="@codemirror/view",
            version="6.1.0",
            origin=ComponentOrigin.FRONT_END,
            licence="MIT",
            homepage="https://www.npmjs.com/package/@codemirror/view",
            texts=(LicenceText(name="LICENSE", text="MIT License\n\nPermission"),),
        ),
        Component(
            name="quiet",
            version="1.0",
            origin=ComponentOrigin.FRONT_END,
            licence="0BSD",
            homepage="https://www.npmjs.com/package/quiet",
        ),
    )


def test_a_front_end_that_was_not_built_has_none(tmp_path: Path) -> None:
    """The page of licences is shown all the same."""
    assert front_end_components(tmp_path) == ()
