"""Renders the tab of a lens as plain lines for assertions."""

from server.lenses.kit.lens import Lens, LensState, LensView
from server.lenses.render.terminal_blocks import block_lines
from server.model.exchange import Exchange


def lines(lens: Lens, exchange: Exchange) -> list[str]:
    """Return every line of a lens's tab, including closed folds, without indentation."""
    return shown(lens.present(exchange))


def shown(view: LensView) -> list[str]:
    """Return every line of a view that has something to show."""
    assert view.state is LensState.SHOWN, view
    return [line.strip() for block in view.blocks for line in block_lines(block, everything=True)]
