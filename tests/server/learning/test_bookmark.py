"""Test that the reading position is kept and that damaged values are ignored."""

from server.learning.bookmark import KEY, BookmarkStore, ReadingPosition
from server.store import Store


def test_the_position_is_kept(store: Store) -> None:
    """The lab and the anchor come back, also without an anchor."""
    bookmark = BookmarkStore(store.settings)
    assert bookmark.position() is None
    bookmark.set("lab", "claim-a")
    assert BookmarkStore(store.settings).position() == ReadingPosition(lab="lab", anchor="claim-a")
    bookmark.set("other", None)
    assert bookmark.position() == ReadingPosition(lab="other", anchor=None)


def test_clearing_forgets_the_position(store: Store) -> None:
    """Afterwards there is no position, as before the first page."""
    bookmark = BookmarkStore(store.settings)
    bookmark.set("lab", None)
    bookmark.clear()
    assert bookmark.position() is None


def test_damaged_values_are_ignored(store: Store) -> None:
    """A value of the wrong shape is no position, and an anchor that is not text is left out."""
    bookmark = BookmarkStore(store.settings)
    for value in (["nowhere"], {"lab": 7}, {"anchor": "claim-a"}):
        store.settings.set(KEY, value)
        assert bookmark.position() is None
    store.settings.set(KEY, {"lab": "lab", "anchor": 7})
    assert bookmark.position() == ReadingPosition(lab="lab", anchor=None)
