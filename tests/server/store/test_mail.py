"""Tests of the stored mail."""

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


def test_a_message_comes_back_whole(store: Store) -> None:
    """Also as a row with its decoded subject."""
    row = store.mail.add(LETTER)
    assert row is not None
    assert store.mail.get("4f2a") == LETTER
    assert (row.subject, row.size, row.recipients) == ("Gåte 7", len(LETTER.source), LETTER.recipients)
    assert store.mail.list() == (row,)
    assert store.mail.get("nothing") is None


def test_lists_start_with_the_newest_and_can_be_continued(store: Store) -> None:
    """From below the number of the last row."""
    for name in "abc":
        store.mail.add(replace(LETTER, id=name))
    assert [row.id for row in store.mail.list(limit=2)] == ["c", "b"]
    assert [row.id for row in store.mail.list(before=store.mail.list()[1].number)] == ["a"]


def test_a_message_has_its_exchange_and_is_marked_as_read(store: Store) -> None:
    """Both are stored."""
    store.mail.add(LETTER)
    assert store.mail.unseen_count() == 1
    store.mail.set_exchange("4f2a", 17)
    store.mail.mark_seen("4f2a")
    found = store.mail.get("4f2a")
    assert found is not None
    assert (found.exchange, found.seen, store.mail.unseen_count()) == (17, True, 0)


def test_deleted_messages_are_gone(store: Store) -> None:
    """One, then all."""
    for name in "abc":
        store.mail.add(replace(LETTER, id=name))
    store.mail.delete("b")
    assert [row.id for row in store.mail.list()] == ["c", "a"]
    store.mail.clear()
    assert store.mail.list() == ()


def test_the_oldest_messages_are_deleted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number and a total size; the newest stays however large it is."""
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
def test_a_malformed_message_has_a_subject(source: bytes) -> None:
    """A text of limited length."""
    assert len(mail.subject_of(source)) <= mail.HEADER_LIMIT
