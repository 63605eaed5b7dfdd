"""Messages are parsed within bounds."""

import time

import pytest

from server.mail_parser import MAX_HEADER_CHARACTERS, MAX_PARTS, parse_bounded
from tests.support.hostile_mail import HOSTILE_MESSAGES


@pytest.mark.hardness("hostile-mail")
@pytest.mark.parametrize("name", HOSTILE_MESSAGES)
def test_a_hostile_message_is_parsed_in_time(name: str) -> None:
    """The parser of the standard library needs minutes for some, and raises for others."""
    started = time.thread_time()
    message = parse_bounded(HOSTILE_MESSAGES[name])
    for header in ("Subject", "To", "Date", "Content-Type", "Content-Disposition", "MIME-Version"):
        assert len(str(message.get(header, ""))) <= 2 * MAX_HEADER_CHARACTERS
    assert sum(1 for _part in message.walk()) <= MAX_PARTS
    assert time.thread_time() - started < 5


def test_a_message_of_too_many_parts_is_a_text() -> None:
    """Its headers are read, and its body is as it was sent."""
    parts = b"--b\n\nx\n" * 300
    message = parse_bounded(b"Subject: many\nContent-Type: multipart/mixed; boundary=b\n\n" + parts)
    assert (message["Subject"], message.get_content_type()) == ("many", "text/plain")
    assert message.get_payload() == parts.decode()


def test_a_malformed_header_is_a_text() -> None:
    """It is shown as it was sent, on one line."""
    assert parse_bounded(b"To: " + b"(" * 3000 + b"\n x\n\n")["To"] == "(" * 3000 + " x"
