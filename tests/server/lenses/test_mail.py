"""Tests of the mail lens."""

from server.lenses.kit.blocks import Tone
from server.lenses.mail import LENS
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_a_message_is_shown_with_its_recipients() -> None:
    """Headers, envelope, server, line, text and attachments."""
    enclosed = [{"name": "times.csv", "type": "text/csv", "size": 10, "inline": False}]
    found = lines(LENS, s.exchange(s.mail(bcc=["b@x.example"], cc=["c@x.example"], attachments=enclosed)))
    assert any("Caught: it was not delivered." in line for line in found)
    assert "From: Ferries <post@ferries.example>" in found
    assert "To: ada@mail.example" in found
    assert "Cc: c@x.example" in found
    assert any(line.startswith("Bcc: b@x.example") for line in found)
    assert any(line.startswith("Meant for: smtp.ferries.example:587") for line in found)
    assert any(line.startswith("Sent by: index") for line in found)
    assert "Be there at nine." in found
    assert "X-Ship: 7" in found
    assert any("times.csv  text/csv  10 bytes" in line for line in found)


def test_a_message_that_failed_is_an_error() -> None:
    """In the tab and in the Journey."""
    failed = s.mail(
        error="SMTPDataError: (552, b'Error: Too much mail data')", letter=None, server="", port=0
    )
    assert LENS.present(s.exchange(failed)).tone is Tone.ERROR
    summary = LENS.journey.summarise(failed)
    assert (summary.tone, str(summary.sentence)) == (
        Tone.ERROR,
        "A mail to `ada@mail.example` could not be sent",
    )
    assert str(LENS.journey.summarise(s.mail()).sentence) == "Mail `Your crossing` to `ada@mail.example`"
