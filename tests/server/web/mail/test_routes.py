"""The mailbox as pages."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from server.model.guest import GuestState
from server.model.mail import MailMessage
from server.model.notifications import GuestChanged, MailCaught
from tests.server.web.mail.test_message import rich
from tests.support.hostile_mail import HOSTILE_MESSAGES
from tests.support.workbench_client import WorkbenchClient

LETTER = MailMessage(
    id="4f2a",
    guest="g1",
    app="ferries",
    received_at=1_700_000_000.0,
    sender="post@ferries.example",
    recipients=("ada@mail.example",),
    source=rich().as_bytes(),
)


def test_an_empty_mailbox_explains_itself(workbench: WorkbenchClient) -> None:
    """And how it comes."""
    text = workbench.get("/mail").text
    assert "No mail yet" in text
    assert "Nothing leaves this machine" in text


@pytest.mark.hardness("stored-script")
def test_a_caught_message_is_listed_and_read(workbench: WorkbenchClient) -> None:
    """Its row, its headers, its texts and its source, all of it escaped."""
    hostile = replace(LETTER, id="bad", source=b"Subject: <script>x</script>\r\n\r\n<script>y</script>")
    workbench.store.mail.add(LETTER)
    workbench.store.mail.add(hostile)
    page = workbench.get("/mail?letter=4f2a").text
    assert "Your crossing, gåte 7" in page
    assert "Ferries &lt;post@ferries.example&gt;" in page
    assert "Be there at nine." in page
    assert "times.csv" in page
    assert "<script>x" not in workbench.get_fragment("/mail/bad").text
    assert "&lt;script&gt;y" in workbench.get_fragment("/mail/bad").text


@pytest.mark.slow
@pytest.mark.hardness("hostile-mail")
@pytest.mark.parametrize("name", HOSTILE_MESSAGES)
def test_every_page_of_a_hostile_message_is_shown(workbench: WorkbenchClient, name: str) -> None:
    """Whatever its headers, parts and names are."""
    workbench.store.mail.add(replace(LETTER, source=HOSTILE_MESSAGES[name]))
    for path in ("/mail?letter=4f2a", "/mail/rows", "/mail/4f2a", "/mail/4f2a/html"):
        assert workbench.get(path).status_code == 200
    for number in (1, 2):
        answer = workbench.get(f"/mail/4f2a/attachments/{number}")
        assert answer.status_code in (200, 404)
        assert "Evil" not in answer.headers


@pytest.mark.hardness("hostile-mail")
def test_an_attachment_has_our_headers(workbench: WorkbenchClient) -> None:
    """A browser downloads it, and would give it no power if it showed it."""
    workbench.store.mail.add(LETTER)
    headers = workbench.get("/mail/4f2a/attachments/1").headers
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.hardness("guest-page")
def test_the_html_has_no_power(workbench: WorkbenchClient) -> None:
    """The frame is a sandbox with an opaque origin, and loads nothing from the network."""
    workbench.store.mail.add(LETTER)
    answer = workbench.get("/mail/4f2a/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; img-src data:;")
    assert "form-action 'none'" in policy
    assert "Nine." in answer.text
    assert 'sandbox=""' in workbench.get_fragment("/mail/4f2a").text
    gone = workbench.get("/mail/nothing/html")
    assert (gone.status_code, gone.data) == (404, b"")
    assert "frame-ancestors 'self'" in gone.headers["Content-Security-Policy"]


def test_an_attachment_is_saved_and_never_shown(workbench: WorkbenchClient) -> None:
    """Whatever type it claims, under its own name."""
    workbench.store.mail.add(LETTER)
    answer = workbench.get("/mail/4f2a/attachments/2")
    assert answer.data == b"09:00\n"
    assert answer.content_type == "application/octet-stream"
    assert unquote(answer.headers["Content-Disposition"]) == "attachment; filename=times.csv"
    assert workbench.get("/mail/4f2a/attachments/3").status_code == 404
    assert workbench.get("/mail/4f2a/attachments/0").status_code == 404


def test_a_message_leads_to_the_exchange_that_sent_it(workbench: WorkbenchClient) -> None:
    """It leads to the bench of its app, or to the exchange alone if the app was closed."""
    guest = workbench.open_guest()
    workbench.store.mail.add(replace(LETTER, guest=guest.id))
    assert "The exchange that sent it" not in workbench.get_fragment("/mail/4f2a").text
    assert "outside of any request" in workbench.get_fragment("/mail/4f2a").text
    workbench.store.mail.set_exchange("4f2a", 17)
    assert f"/bench/{guest.id}?exchange=17" in workbench.get_fragment("/mail/4f2a").text
    workbench.guests.remove(guest.id)
    assert 'href="/exchanges/17"' in workbench.get_fragment("/mail/4f2a").text


def test_read_messages_are_marked_and_deleted_ones_are_gone(workbench: WorkbenchClient) -> None:
    """Read by a POST, for a GET changes nothing."""
    workbench.store.mail.add(LETTER)
    workbench.get("/mail?letter=4f2a")
    assert workbench.store.mail.unseen_count() == 1
    assert workbench.post("/mail/4f2a/seen").status_code == 204
    assert workbench.store.mail.unseen_count() == 0
    assert workbench.post("/mail/4f2a/delete").status_code == 204
    assert workbench.get_fragment("/mail/4f2a").status_code == 404
    assert workbench.post("/mail/4f2a/delete").status_code == 404
    workbench.store.mail.add(LETTER)
    assert workbench.post("/mail/all/clear").headers["HX-Redirect"] == "/mail"
    assert workbench.store.mail.list() == ()


def test_a_long_list_goes_on(workbench: WorkbenchClient) -> None:
    """A hundred at a time."""
    for number in range(103):
        workbench.store.mail.add(replace(LETTER, id=f"n{number}"))
    first = workbench.get("/mail").text
    assert first.count('class="mail-row') == 100
    rest = workbench.get("/mail/rows" + first.partition('hx-get="/mail/rows')[2].partition('"')[0]).text
    assert rest.count('class="mail-row') == 3
    assert "Show older" not in rest


@pytest.mark.parametrize(("query", "first"), [("mail=yes", "event: mail"), ("guest=g1", "event: guest")])
def test_caught_mail_is_published_to_the_mailbox(workbench: WorkbenchClient, query: str, first: str) -> None:
    """And not to the bench."""
    guest = workbench.open_guest()
    with workbench.app.test_request_context(f"/events?{query}"):
        answer = workbench.app.view_functions["stream.events"]()
        said = iter(answer.response)  # type: ignore[union-attr]  # it is a stream
        assert next(said).startswith("retry")
        workbench.store.handle(MailCaught(LETTER))
        workbench.live_feed.handle(MailCaught(LETTER))
        workbench.live_feed.handle(GuestChanged(guest.id, GuestState.READY))
        assert next(said).startswith(first)
        workbench.live_feed.close()


@pytest.mark.hardness("hostile-names")
def test_the_name_of_a_download_hides_nothing(workbench: WorkbenchClient) -> None:
    """An attachment whose name is turned around is saved with the end that its name has."""
    letter = rich()
    letter.add_attachment(b"x", maintype="image", subtype="png", filename="cod\u202egnp.exe")
    workbench.store.mail.add(replace(LETTER, source=letter.as_bytes()))
    number = workbench.get(f"/mail/{LETTER.id}").text.count("/attachments/")
    answer = workbench.get(f"/mail/{LETTER.id}/attachments/{number}")
    assert "%E2%80%AE" not in answer.headers["Content-Disposition"]
    assert "codgnp.exe" in answer.headers["Content-Disposition"]
