"""The manual page has every command and option of the command line, and escapes what roff would read."""

import click

from desktop.cli.main import COMMANDS, cli
from desktop.installers.linux.manual import manual
from desktop.installers.product import ReleaseInfo


def test_every_command_is_in_the_manual(release: ReleaseInfo) -> None:
    """Each has a section of its own, with its options."""
    text = manual(cli, "fumehood", release)
    for name in COMMANDS:
        assert f".SS fumehood {name}" in text.splitlines()
    assert "\\fB\\-\\-then" in text
    assert ".SS fumehood lab new" in text.splitlines()


def test_text_is_never_an_instruction(release: ReleaseInfo) -> None:
    """A line that begins with a point and a backslash stay what they are."""

    @click.group(help="First.\n\n.bold is \\fI no macro\n\n\b\na\n  b")
    def group() -> None:
        """Serve as a group."""

    lines = manual(group, "example", release).splitlines()
    assert "\\&.bold is \\efI no macro" in lines
    start = lines.index(".nf")
    assert lines[start : start + 4] == [".nf", "a", "  b", ".fi"]
