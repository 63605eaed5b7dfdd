"""What a lens shows, as plain lines that a test can name."""

from server.lenses.kit.lens import Lens, LensState, LensView
from server.lenses.render.terminal_blocks import lines_of
from server.model.exchange import Exchange


def lines(lens: Lens, exchange: Exchange) -> list[str]:
    """Every line a lens shows of an exchange, open and closed folds alike, without indentation."""
    return shown(lens.present(exchange))


def shown(view: LensView) -> list[str]:
    """Every line of a view that has something to show."""
    assert view.state is LensState.SHOWN, view
    return [line.strip() for block in view.blocks for line in lines_of(block, everything=True)]
