"""Tests of the parsing of mail messages."""

from email.message import EmailMessage

from server.probe.child.sensors.mail.message import HEADER_COUNT_LIMIT, PART_LIMIT, parse_message


def message() -> EmailMessage:
    """Return a message as text and as HTML, with an attachment."""
    message = EmailMessage()
    message["From"] = "Ferries <post@ferries.example>"
    message["To"] = "Ada <ada@mail.example>, grace@mail.example"
    message["Subject"] = "Gåte 7"
    message.set_content("Be there.\n")
    message.add_alternative("<p>Be there.</p>", subtype="html")
    message.add_attachment(b"09:00\n", maintype="text", subtype="csv", filename="times.csv")
    return message


def test_headers_are_decoded_and_addresses_split() -> None:
    """The raw headers are kept in their order."""
    parsed = parse_message(message().as_bytes())
    assert parsed["from"] == "Ferries <post@ferries.example>"
    assert parsed["to"] == ["Ada <ada@mail.example>", "grace@mail.example"]
    assert (parsed["cc"], parsed["subject"]) == ([], "Gåte 7")
    assert [name for name, _ in parsed["headers"]][:3] == ["From", "To", "Subject"]


def test_texts_are_parts_and_the_rest_are_attachments() -> None:
    """A text that is enclosed as a file is an attachment."""
    parsed = parse_message(message().as_bytes())
    assert [(part["type"], part["body"]["text"].strip()) for part in parsed["parts"]] == [
        ("text/plain", "Be there."),
        ("text/html", "<p>Be there.</p>"),
    ]
    assert parsed["attachments"] == [{"name": "times.csv", "type": "text/csv", "size": 6, "inline": False}]


def test_an_image_of_the_html_is_inline() -> None:
    """It is marked by its Content-ID."""
    related = EmailMessage()
    related.set_content("<img src='cid:logo'>", subtype="html")
    related.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<logo>")
    (attachment,) = parse_message(related.as_bytes())["attachments"]
    assert attachment["inline"] is True


def test_what_is_not_a_message_has_empty_fields() -> None:
    """Nothing raises, whatever the bytes."""
    parsed = parse_message(b"\xff\xfe no headers at all")
    assert (parsed["from"], parsed["to"], parsed["subject"], parsed["headers"]) == ("", [], "", [])
    assert len(parsed["parts"]) == 1


def test_parts_and_headers_are_bounded() -> None:
    """A message may have any number of them."""
    large = EmailMessage()
    for number in range(HEADER_COUNT_LIMIT + 5):
        large[f"X-{number}"] = "1"
    large.set_content("text")
    for number in range(PART_LIMIT + 5):
        large.add_attachment(b"x", maintype="image", subtype="gif", filename=f"{number}.gif")
    parsed = parse_message(large.as_bytes())
    assert len(parsed["headers"]) == HEADER_COUNT_LIMIT
    assert len(parsed["attachments"]) == PART_LIMIT
