"""Tests of the blocks that lenses are made of."""

import pytest

from server.lenses.kit.blocks import Fact, Facts, Fold, Gauge, Remark, Section, Tone, Value, highest_tone
from server.lenses.kit.sentence import fact, plain
from server.lenses.render.terminal_blocks import block_lines


@pytest.mark.parametrize(
    ("amount", "limit", "share"), [(1, 4, "25.00%"), (9, 4, "100.00%"), (-1, 4, "0.00%"), (0, 0, "100.00%")]
)
def test_a_gauge_is_never_fuller_than_full(amount: int, limit: int, share: str) -> None:
    """An amount over the limit fills the gauge; its sentence says by how much."""
    assert Gauge(sentence=plain(""), amount=amount, limit=limit).share == share


def test_the_highest_tone_is_found_in_folds_and_sections() -> None:
    """A warning in a closed fold still marks the tab."""
    warning = Remark(sentence=plain("x"), tone=Tone.WARNING)
    fold = Fold(sentence=plain("x"), blocks=(warning,))
    assert highest_tone((Section(title="x", blocks=(fold,)),)) is Tone.WARNING
    assert highest_tone(()) is Tone.PLAIN


def test_every_tone_has_a_word() -> None:
    """Style sheets have a name for each tone."""
    assert [tone.word for tone in Tone] == ["quiet", "plain", "ok", "info", "warn", "bad"]


def test_a_removed_secret_is_explained() -> None:
    """A value that was removed says that its name is the reason."""
    rows = (
        Fact(label="token", value=Value(text="'[redacted]'", type="str"), code=True),
        Fact(label="Authorization", value=fact("[redacted]")),
        Fact(label="name", value=Value(text="'ann'", type="str"), code=True),
    )
    assert [*block_lines(Facts(rows=rows))] == [
        "token: '[redacted]' (hidden because its name looks like a secret)",
        "Authorization: [redacted] (hidden because its name looks like a secret)",
        "name: 'ann'",
    ]
