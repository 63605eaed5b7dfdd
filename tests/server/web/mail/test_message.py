"""Tests of parsing caught messages, malformed ones too."""

from email.message import EmailMessage

import pytest

from server.model.mail import MailMessage
from server.web.mail import message as messages


def letter(source: bytes, *recipients: str) -> MailMessage:
    """A letter of this source."""
    people = recipients or ("ada@mail.example",)
    return MailMessage(
        id="1", guest="g1", received_at=0.0, sender="post@ferries.example", recipients=people, source=source
    )


def rich() -> EmailMessage:
    """A message as text and as HTML, with a picture in it and a file beside it."""
    message = EmailMessage()
    message["From"] = "Ferries <post@ferries.example>"
    message["To"] = "Ada <ada@mail.example>"
    message["Subject"] = "Your crossing, gåte 7"
    message.set_content("Be there at nine.\n")
    message.add_alternative('<p>Nine.</p><img src="cid:quay">', subtype="html")
    page = message.get_payload()[1]  # type: ignore[index]  # the part that was added last
    page.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<quay>")  # type: ignore[union-attr]
    message.add_attachment(b"09:00\n", maintype="text", subtype="csv", filename="times.csv")
    return message


def test_a_message_is_taken_apart() -> None:
    """Headers, text, HTML, attachments and hidden recipients are read."""
    found = messages.parse(letter(rich().as_bytes(), "ada@mail.example", "harbour@office.example"))
    assert found.subject == "Your crossing, gåte 7"
    assert dict(found.headers) == {"From": "Ferries <post@ferries.example>", "To": "Ada <ada@mail.example>"}
    assert found.hidden == ("harbour@office.example",)
    assert found.text is not None
    assert found.text.strip() == "Be there at nine."
    assert [(one.name, one.type, one.data) for one in found.attachments] == [
        ("", "image/gif", b"GIF89a"),
        ("times.csv", "text/csv", b"09:00\n"),
    ]


def test_enclosed_pictures_are_drawn_in_their_places() -> None:
    """As data; one that is not there stays a name."""
    found = messages.parse(letter(rich().as_bytes()))
    assert messages.embedded_html(found) == '<p>Nine.</p><img src="data:image/gif;base64,R0lGODlh">\n'
    bare = letter(b'Content-Type: text/html\r\n\r\n<img src="cid:nowhere">')
    assert messages.embedded_html(messages.parse(bare)) == '<img src="cid:nowhere">'


def test_a_message_without_recipients_shows_those_of_its_envelope() -> None:
    """Then there are no hidden recipients."""
    found = messages.parse(letter(b"Subject: x\r\n\r\nHello", "b@x.example"))
    assert dict(found.headers) == {"From": "post@ferries.example", "To": "b@x.example"}
    assert found.hidden == ()


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: text/plain; charset=no-such\r\n\r\nbytes \xff",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nnever ended",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"From: =?x?y?z?=\r\nTo: <<<>>>, @@\r\nDate: never\r\n\r\n",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Content-Disposition: attachment; filename*=utf-8''%FF%FE\r\n\r\nx",
    ],
)
def test_whatever_comes_is_read(source: bytes) -> None:
    """Nothing that a guest sends takes the page down."""
    found = messages.parse(letter(source))
    assert isinstance(found.subject, str)
    messages.embedded_html(found)


def test_parts_and_texts_are_bounded() -> None:
    """Parts are counted, and texts cut."""
    parts = b"".join(b"--x\r\nContent-Type: image/gif\r\n\r\nGIF\r\n" for _ in range(100))
    found = messages.parse(letter(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + parts + b"--x--"))
    assert len(found.attachments) == 100
    long = messages.parse(letter(b"\r\n" + b"x" * (messages.MAX_CHARACTERS + 5)))
    assert long.text is not None
    assert len(long.text) == messages.MAX_CHARACTERS
