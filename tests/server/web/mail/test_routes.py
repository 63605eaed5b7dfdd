"""The mailbox as pages."""

from dataclasses import replace
from typing import cast
from urllib.parse import unquote

import pytest

from server.model.mail import MailMessage
from server.runner.guests.guests import Guest
from tests.server.web.mail.test_message import rich
from tests.server.web.stage import Stage

LETTER = MailMessage(
    id="4f2a",
    guest="g1",
    app="ferries",
    received_at=1_700_000_000.0,
    sender="post@ferries.example",
    recipients=("ada@mail.example",),
    source=rich().as_bytes(),
)


def test_an_empty_mailbox_says_what_would_come(stage: Stage) -> None:
    """And how it comes."""
    text = stage.get("/mail").text
    assert "No mail yet" in text
    assert "Nothing leaves this machine" in text


def test_a_caught_message_is_listed_and_read(stage: Stage) -> None:
    """Its row, its headers, its texts and its source, all of it escaped."""
    hostile = replace(LETTER, id="bad", source=b"Subject: <script>x</script>\r\n\r\n<script>y</script>")
    stage.store.mail.add(LETTER)
    stage.store.mail.add(hostile)
    page = stage.get("/mail?letter=4f2a").text
    assert "Your crossing, gåte 7" in page
    assert "Ferries &lt;post@ferries.example&gt;" in page
    assert "Be there at nine." in page
    assert "times.csv" in page
    assert "<script>x" not in stage.fragment("/mail/bad").text
    assert "&lt;script&gt;y" in stage.fragment("/mail/bad").text


def test_the_html_has_no_power(stage: Stage) -> None:
    """A sandbox of nobody's origin, into which nothing comes from the network."""
    stage.store.mail.add(LETTER)
    answer = stage.get("/mail/4f2a/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; img-src data:;")
    assert "form-action 'none'" in policy
    assert "Nine." in answer.text
    assert 'sandbox=""' in stage.fragment("/mail/4f2a").text
    gone = stage.get("/mail/nothing/html")
    assert (gone.status_code, gone.data) == (404, b"")
    assert "frame-ancestors 'self'" in gone.headers["Content-Security-Policy"]


def test_an_attachment_is_saved_and_never_shown(stage: Stage) -> None:
    """Whatever type it claims, under its own name."""
    stage.store.mail.add(LETTER)
    answer = stage.get("/mail/4f2a/attachments/2")
    assert answer.data == b"09:00\n"
    assert answer.content_type == "application/octet-stream"
    assert unquote(answer.headers["Content-Disposition"]) == "attachment; filename=times.csv"
    assert stage.get("/mail/4f2a/attachments/3").status_code == 404
    assert stage.get("/mail/4f2a/attachments/0").status_code == 404


def test_a_message_leads_to_the_exchange_that_sent_it(stage: Stage) -> None:
    """On the bench of its app, or alone if that was closed."""
    guest = stage.open()
    stage.store.mail.add(replace(LETTER, guest=guest.id))
    assert "The exchange that sent it" not in stage.fragment("/mail/4f2a").text
    assert "outside of any request" in stage.fragment("/mail/4f2a").text
    stage.store.mail.tie("4f2a", 17)
    assert f"/bench/{guest.id}?exchange=17" in stage.fragment("/mail/4f2a").text
    stage.guests.forget(guest.id)
    assert 'href="/exchanges/17"' in stage.fragment("/mail/4f2a").text


def test_what_is_read_is_remembered_and_what_is_thrown_away_is_gone(stage: Stage) -> None:
    """Read by a POST, for a GET changes nothing."""
    stage.store.mail.add(LETTER)
    stage.get("/mail?letter=4f2a")
    assert stage.store.mail.unseen() == 1
    assert stage.post("/mail/4f2a/seen").status_code == 204
    assert stage.store.mail.unseen() == 0
    assert stage.post("/mail/4f2a/delete").status_code == 204
    assert stage.fragment("/mail/4f2a").status_code == 404
    assert stage.post("/mail/4f2a/delete").status_code == 404
    stage.store.mail.add(LETTER)
    assert stage.post("/mail/all/clear").headers["HX-Redirect"] == "/mail"
    assert stage.store.mail.list() == ()


def test_a_long_list_goes_on(stage: Stage) -> None:
    """A hundred at a time."""
    for number in range(103):
        stage.store.mail.add(replace(LETTER, id=f"n{number}"))
    first = stage.get("/mail").text
    assert first.count('class="mail-row') == 100
    rest = stage.get(first.partition('hx-get="')[2].partition('"')[0]).text
    assert rest.count('class="mail-row') == 3
    assert "Show older" not in rest


@pytest.mark.parametrize(("query", "first"), [("mail=yes", "event: mail"), ("guest=g1", "event: guest")])
def test_what_is_caught_is_told_to_the_mailbox(stage: Stage, query: str, first: str) -> None:
    """And not to the bench."""
    guest = stage.open()
    with stage.app.test_request_context(f"/events?{query}"):
        answer = stage.app.view_functions["events.events"]()
        said = iter(answer.response)  # type: ignore[union-attr]  # it is a stream
        assert next(said).startswith("retry")
        stage.live_feed.mailed(stage.store.mail.add(LETTER))
        stage.live_feed.guest(cast(Guest, guest))
        assert next(said).startswith(first)
        stage.live_feed.close()
