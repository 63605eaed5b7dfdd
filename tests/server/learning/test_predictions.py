"""What is remembered of a reader, also when what was stored is not what it should be."""

import pytest

from server.learning.predictions import HERE, HIDDEN, RECORD, PredictionRecord, ReadingPosition
from server.model.claim import Outcome
from server.model.versions import Versions
from server.store import Store
from server.web.handbook.template_filters import code_language, inline, seen_on


@pytest.fixture
def store() -> Store:
    """An empty store in memory."""
    return Store(None)


def test_undecided_is_not_judged(store: Store) -> None:
    """A claim that was not decided leaves the first guess open."""
    record = PredictionRecord(store.settings)
    record.judge("lab", "a", Outcome.HOLDS, Outcome.UNDECIDED)
    assert record.of("lab") == {}
    record.judge("lab", "a", Outcome.HOLDS, Outcome.FAILS)
    assert not record.of("lab")["a"].right
    store.close()


def test_what_was_damaged_is_left_out(store: Store) -> None:
    """A record that cannot be read is no error, and the readable part of it counts."""
    store.settings.set(RECORD + "lab", {"a": ["holds", "holds"], "b": ["maybe", "holds"], "c": 3})
    store.settings.set(HIDDEN + "lab", "all of them")
    store.settings.set(HERE, ["nowhere"])
    record = PredictionRecord(store.settings)
    assert list(record.of("lab")) == ["a"]
    assert record.hidden("lab") == frozenset()
    assert record.here() is None
    store.close()


def test_where_the_reading_stopped(store: Store) -> None:
    """The lab and the place on its page are kept."""
    record = PredictionRecord(store.settings)
    record.stop_at("lab", "claim-a")
    assert record.here() == ReadingPosition(lab="lab", anchor="claim-a")
    store.close()


def test_who_skipped_has_seen_the_verdict(store: Store) -> None:
    """A guess after that is no first one; a claim that is hidden again is skipped no more."""
    record = PredictionRecord(store.settings)
    record.skip("lab", "a")
    assert record.skipped("lab") == {"a"}
    record.judge("lab", "a", Outcome.HOLDS, Outcome.HOLDS)
    assert record.of("lab") == {}
    record.hide("lab", "a")
    assert record.skipped("lab") == frozenset()
    store.close()


def test_everything_is_forgotten(store: Store) -> None:
    """Guesses, what was hidden and skipped, and where the reading stopped; other labs keep theirs."""
    record = PredictionRecord(store.settings)
    for lab in ("lab", "other"):
        record.judge(lab, "a", Outcome.HOLDS, Outcome.FAILS)
        record.hide(lab, "a")
        record.skip(lab, "b")
    record.stop_at("lab", None)
    record.forget(["lab", "unread"])
    assert record.of("lab") == {}
    assert not record.hidden("lab")
    assert not record.skipped("lab")
    assert record.here() is None
    assert list(record.of("other")) == ["a"]
    record.judge("lab", "a", Outcome.HOLDS, Outcome.HOLDS)
    assert record.of("lab")["a"].right
    store.close()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a < b` & c", "<code>a &lt; b</code> &amp; c"),
        ("one ` alone", "one ` alone"),
        ("<b>*no*</b>", "&lt;b&gt;*no*&lt;/b&gt;"),
    ],
)
def test_only_backticks_are_markup(text: str, html: str) -> None:
    """Code between backticks is code; all else is text."""
    assert inline(text) == html


def test_languages_of_files() -> None:
    """The editor knows Python and HTML and takes everything else as text."""
    assert [code_language(name) for name in ("app.py", "t/a.html", "notes.txt", "Makefile")] == [
        "python",
        "html",
        "text",
        "text",
    ]


def test_versions_that_are_unknown_are_not_named() -> None:
    """Only what the guest had is named, and a guest that never started had nothing."""
    from flask import Flask  # noqa: PLC0415 - only for its context
    from flask_babel import Babel  # noqa: PLC0415 - see above

    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        assert seen_on(Versions(python="3.12.1")) == "Seen on Python 3.12.1"
        assert seen_on(Versions()) == "The lab did not start"
