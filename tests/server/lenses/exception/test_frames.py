"""Tests of the frames of an exception."""

from typing import Any

from server.lenses.exception.frames import frame_blocks, frame_fold
from server.lenses.kit.blocks import Block, Fold, Section
from server.lenses.kit.event_reader import EventReader
from tests.support.lenses import sample_events as s

LIBRARY = "/usr/lib/python3/site-packages/flask/app.py"


def blocks(*frames: dict[str, Any], omitted: int = 0) -> tuple[Block, ...]:
    """Return the blocks of an exception with these frames, the innermost last."""
    return frame_blocks(EventReader({"frames": list(frames), "omitted": omitted}))


def test_the_frames_of_the_project_come_first() -> None:
    """The innermost first and open; each says which it is of all, because libraries are between them."""
    outer, library, inner = (
        s.frame("outer", own=True),
        s.frame("call", own=False, file=LIBRARY),
        s.frame("inner", own=True),
    )
    section, folded = blocks(outer, library, inner, omitted=1)[:2]
    assert isinstance(section, Section)
    assert isinstance(folded, Fold)
    own = [block for block in section.blocks if isinstance(block, Fold)]
    assert [(str(fold.sentence), fold.open) for fold in own] == [
        ("`inner`, frame 4 of 4", True),
        ("`outer`, frame 2 of 4", False),
    ]
    assert (str(folded.sentence), folded.open) == ("1 frame of a library", False)


def test_variables_are_opened_by_a_click() -> None:
    """A page shows the source first; the Journey and the terminal show both."""
    reader = EventReader(s.frame("index", own=True))
    folds = [
        block for block in frame_fold(reader, opened=True, number=1, of=1).blocks if isinstance(block, Fold)
    ]
    assert [(str(fold.sentence), fold.open) for fold in folds] == [("1 local variable", False)]
    assert not [block for block in frame_fold(reader, opened=True).blocks if isinstance(block, Fold)]


def test_without_frames_of_the_project_those_of_libraries_are_open() -> None:
    """The exception was raised before any code of the project ran."""
    (fold,) = blocks(s.frame("wsgi_app", own=False, file=LIBRARY))
    assert isinstance(fold, Fold)
    assert fold.open
    assert isinstance(fold.blocks[0], Fold)
    assert fold.blocks[0].open
