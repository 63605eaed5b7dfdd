"""Tests of the streams that commands print on."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli import console, main
from desktop.cli.console import Console, coloured
from desktop.cli.errors import print_message, to_json

ENCODINGS = ("ascii", "latin-1", "cp1252", "cp437", "utf-8", "utf-16")
DRAWN = "→ ✓ ✗ ● ◉ ○ │ ┊ · … – — “x” ≠ å ö ž 漢 👻"  # noqa: RUF001 - as it is drawn
HOSTILE = "\x1b]0;title\x07 \x9b31m \u202e \u2066 \u200b \u2028 \x08 \udcff"


class Terminal(io.BytesIO):
    """A buffer that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def written(text: str, encoding: str, buffer: io.BytesIO | None = None) -> str:
    """Return what a console writes in an encoding."""
    buffer = buffer or io.BytesIO()
    shown = Console(io.TextIOWrapper(buffer, encoding=encoding, errors="strict"))
    assert shown.write(text) == len(text)
    shown.flush()
    return buffer.getvalue().decode(encoding)


@pytest.fixture(autouse=True)
def fallback_registered() -> None:
    """The handler of what an encoding lacks, which `install` registers."""
    console.register()


@pytest.mark.hardness("odd-output")
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_text_can_be_written(encoding: str) -> None:
    """No character raises an error, and letters stay readable."""
    shown = written(DRAWN + HOSTILE, encoding)
    assert shown.isascii() is (encoding == "ascii")
    assert shown.endswith("\\x1b]0;title\\x07 \\x9b31m \\u202e \\u2066 \\u200b \\u2028 \\x08 \\udcff")


def test_signs_have_a_form_in_ascii() -> None:
    """Arrows, marks and dots are drawn with ASCII, letters lose their accents, the rest is an escape."""
    assert written("→ ✓ ✗ · … “x” å ß 漢", "ascii") == '-> + x - ... "x" a \\xdf \\u6f22'
    assert written("→ å ½", "cp1252") == "-> å ½"


def test_only_a_terminal_gets_colours() -> None:
    """There our colours stay, and every other sequence is spelled out."""
    text = "\x1b[32m✓\x1b[0m \x1b[8m \x1b]0;x\x07 \x1b[2J \u202e"
    assert written(text, "utf-8", Terminal()) == "\x1b[32m✓\x1b[0m \\x1b[8m \\x1b]0;x\\x07 \\x1b[2J \\u202e"
    assert "\x1b" not in written(text, "utf-8")


def test_colours_are_for_a_terminal_where_no_color_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR turns colours off if it has any value; an empty one counts as unset."""
    terminal, file = io.TextIOWrapper(Terminal()), io.TextIOWrapper(io.BytesIO())
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert console.is_colourful(terminal)
    assert not console.is_colourful(file)
    monkeypatch.setenv("NO_COLOR", "")
    assert console.is_colourful(terminal)
    monkeypatch.setenv("NO_COLOR", "0")
    assert not console.is_colourful(terminal)


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Standard streams that a test may replace, with descriptors of their own."""
    with open(os.devnull, "w", encoding="utf-8") as out, open(os.devnull, "w", encoding="utf-8") as err:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        yield


@pytest.mark.usefixtures("streams")
def test_a_closed_stream_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without standard streams has consoles too."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    console.install()
    assert isinstance(sys.stdout, Console)
    print("→", flush=True)
    print_message("→")
    sys.stdout.close()
    sys.stderr.close()


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "command", [[], *([name] for name in main.COMMANDS), ["lab", "check"], ["lab", "new"]]
)
def test_help_can_be_read_in_every_encoding(
    command: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command explains itself, whatever the terminal can show."""
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Console(io.TextIOWrapper(buffer, encoding=encoding)))
    assert main.run([*command, "--help"]) == 0
    assert "Usage: fumehood" in buffer.getvalue().decode(encoding)


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_stays_data(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that reads our JSON gets every character unchanged, in every encoding."""
    import json  # noqa: PLC0415 - only here

    data = {DRAWN: HOSTILE + "\x7f\U000e0041"}
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Console(io.TextIOWrapper(buffer, encoding=encoding)))
    print(to_json(data), flush=True)
    shown = buffer.getvalue().decode(encoding)
    assert json.loads(shown) == data
    assert not set(shown) & set(HOSTILE.replace(" ", "")) - set(map(chr, range(0x20, 0x7F)))


@pytest.mark.hardness("odd-output")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_output_that_cannot_be_written_is_dropped() -> None:
    """After the failure nothing is tried again, so that the exit has the code that we chose."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        full.write("x")
        with pytest.raises(OSError, match="No space"):
            full.flush()
        console.discard(full)


def test_a_role_of_the_lenses_has_a_colour() -> None:
    """A role that is not known has none."""
    assert coloured("bad", "x") == "\x1b[31mx\x1b[0m"
    assert coloured("plain", "x") == "x"
