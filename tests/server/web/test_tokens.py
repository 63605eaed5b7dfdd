"""Every pair of colours that meets on a page can be told apart, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "static" / "css"
PAIR = re.compile(r"(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
TOKENS = {name: pair for name, *pair in PAIR.findall((CSS / "core" / "tokens.css").read_text())}

GROUNDS = ("--ground", "--panel", "--raised", "--sunken", "--hover", "--selected")
TONES = ("ok", "info", "warn", "bad")
TEXT = [
    *((text, ground) for text in ("--text", "--text-quiet", "--accent") for ground in GROUNDS),
    *((f"--{tone}", ground) for tone in TONES for ground in (f"--{tone}-ground", *GROUNDS)),
    *(("--text", f"--{tone}-ground") for tone in TONES),
    *((f"--{tone}", "--panel") for tone in TONES),
    *(
        (f"--code-{part}", ground)
        for part in ("keyword", "string", "number", "name", "comment")
        for ground in ("--sunken", "--panel")
    ),
    ("--text-quiet", "--quiet-ground"),
    ("--text", "--quiet-ground"),
    ("--on-accent", "--accent-fill"),
    ("--on-accent", "--accent-fill-hover"),
]
CONTROLS = [
    *(("--control-line", ground) for ground in ("--panel", "--raised", "--sunken", "--ground")),
    *(("--focus", ground) for ground in GROUNDS),
    *(("--accent-fill", ground) for ground in ("--panel", "--raised", "--sunken", "--ground")),
    ("--accent", "--line"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_by_the_standard() -> None:
    """Black on white is 21, and #767676 on white the lightest grey that passes."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text: str, ground: str, theme: int) -> None:
    """Text has 4.5:1 on every ground that it stands on."""
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), CONTROLS)
def test_controls_can_be_seen(line: str, ground: str, theme: int) -> None:
    """The border of a control and the ring of the focus have 3:1 on every ground."""
    assert contrast(TOKENS[line][theme], TOKENS[ground][theme]) >= 3


def test_every_colour_is_a_pair() -> None:
    """No token of a colour is the same text for both themes by accident: each is written as light-dark."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / "core" / "tokens.css").read_text(), flags=re.DOTALL)
    alone = [
        line
        for line in text.splitlines()
        if re.search(r"#[0-9a-f]{3,6}\b", line) and "light-dark(" not in line
    ]
    assert alone == []
    assert len(TOKENS) > 25


def test_colours_come_from_tokens() -> None:
    """Outside tokens.css no style sheet of ours names a colour, but for the white of a guest's page."""
    for sheet in CSS.rglob("*.css"):
        if sheet.name == "tokens.css":
            continue
        named = re.findall(
            r"#[0-9a-fA-F]{3,8}\b(?!-)", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        )
        ids = {name for name in named if re.fullmatch(r"#[0-9a-f]{3,8}", name) and name != "#fff"}
        assert not ids, (sheet.name, ids)
