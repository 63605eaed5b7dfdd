"""The mailbox."""

from dataclasses import replace

import pytest

from server.model.mail import MailMessage
from server.store import Store, mail

LETTER = MailMessage(
    id="4f2a",
    guest="g1",
    app="ferries",
    received_at=1_700_000_000.0,
    sender="post@ferries.example",
    recipients=("ada@mail.example", "grace@mail.example"),
    source=b"Subject: =?utf-8?b?R8OldGU=?= 7\r\n\r\nBe there.\r\n",
)


def test_what_is_kept_comes_back(store: Store) -> None:
    """Whole, and as a row with what it says that it is about."""
    row = store.mail.add(LETTER)
    assert store.mail.get("4f2a") == LETTER
    assert (row.subject, row.size, row.recipients) == ("Gåte 7", len(LETTER.source), LETTER.recipients)
    assert store.mail.list() == (row,)
    assert store.mail.get("nothing") is None


def test_the_newest_comes_first_and_lists_go_on(store: Store) -> None:
    """By number, from below a number."""
    for name in "abc":
        store.mail.add(replace(LETTER, id=name))
    assert [row.id for row in store.mail.list(limit=2)] == ["c", "b"]
    assert [row.id for row in store.mail.list(before=store.mail.list()[1].number)] == ["a"]


def test_a_letter_is_tied_to_its_exchange_and_read_once(store: Store) -> None:
    """Both are kept."""
    store.mail.add(LETTER)
    assert store.mail.unseen_count() == 1
    store.mail.set_exchange("4f2a", 17)
    store.mail.mark_seen("4f2a")
    found = store.mail.get("4f2a")
    assert found is not None
    assert (found.exchange, found.seen, store.mail.unseen_count()) == (17, True, 0)


def test_what_is_thrown_away_is_gone(store: Store) -> None:
    """One, then all."""
    for name in "abc":
        store.mail.add(replace(LETTER, id=name))
    store.mail.delete("b")
    assert [row.id for row in store.mail.list()] == ["c", "a"]
    store.mail.clear()
    assert store.mail.list() == ()


def test_the_oldest_give_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number, and beyond a size; the newest stays however large it is."""
    monkeypatch.setattr(mail, "MOST_MESSAGES", 3)
    for name in "abcde":
        store.mail.add(replace(LETTER, id=name))
    assert [row.id for row in store.mail.list()] == ["e", "d", "c"]
    monkeypatch.setattr(mail, "MOST_BYTES", 10)
    store.mail.add(replace(LETTER, id="f"))
    assert [row.id for row in store.mail.list()] == ["f"]


@pytest.mark.parametrize(
    "source",
    [b"", b"\x00\xff\xfe", b"Subject", b"Subject: =?utf-8?b?////?=\r\n\r\n", b"Subject: " + b"x" * 9999],
)
def test_what_cannot_be_read_has_a_subject_all_the_same(source: bytes) -> None:
    """A text of bounded length."""
    assert len(mail.subject_of(source)) <= mail.HEADER_LIMIT
