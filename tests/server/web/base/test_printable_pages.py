"""Tests of what pages show of characters that cannot be seen."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.model.exchange import Request, Response
from server.model.guest import Target, TargetKind
from server.model.printable import INVISIBLE
from server.web.base.printable_pages import printable_page
from tests.server.web.mail.test_routes import LETTER
from tests.support.sample_exchanges import exchange
from tests.support.workbench_client import WorkbenchClient

EVIL = "\u202egpj\u2066\u200b\u2028\x1b[2J\x9b\u061c\u200f"
SHOWN = "\\u202egpj\\u2066\\u200b\\u2028\\x1b[2J\\x9b\\u061c\\u200f"


def test_text_and_titles_are_spelled_out() -> None:
    """So are labels that are read out, and alternatives of images."""
    page = printable_page(f'<p title="{EVIL}" aria-label="{EVIL}">{EVIL}</p><img alt="{EVIL}">{EVIL}')
    assert page == f'<p title="{SHOWN}" aria-label="{SHOWN}">{SHOWN}</p><img alt="{SHOWN}">{SHOWN}'


def test_data_stay_data() -> None:
    """A form sends back what it was given, and a script reads what there is."""
    page = "<input value=\"/srv/\u202ea\" data-path='>\u2028\x9b'><textarea>\u200b\r\n</textarea>"
    assert printable_page(page) == page
    assert printable_page(page.replace("srv", "\udcff")) == page.replace("srv", "?")


@pytest.mark.parametrize("text", ["<pre>a\r\nb</pre>", "<b>/שלום</b> → ✓", '<a title="a > b">x</a>'])
def test_other_pages_stay_as_they_are(text: str) -> None:
    """Line ends, right-to-left letters and signs are no trick."""
    assert printable_page(text) == text


PIECES = (*"<>\"'=a \u202e\x00\ud800", "<textarea>", "</textarea>", "<p title=")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_every_page_can_be_sent(text: str) -> None:
    """Whatever a page contains, it can be encoded, and a second look changes nothing."""
    page = printable_page(text)
    page.encode()
    assert printable_page(page) == page


class _Reader(HTMLParser):
    """Collects what a browser shows of a page, and what it does not."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.data: list[str] = []
        self._field = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes."""
        self._field = tag == "textarea"
        for name, value in attrs:
            shown = name in ("title", "alt", "placeholder", "label") or name.startswith("aria-")
            (self.shown if shown else self.data).append(value or "")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        (self.data if self._field else self.shown).append(data)


@pytest.mark.hardness("hostile-names")
def test_no_page_shows_what_turns_text_around(workbench: WorkbenchClient) -> None:
    """Names of folders and apps, paths, headers and mail: each is spelled out on every page that has it."""
    guest = workbench.guests.open(
        Target(kind=TargetKind.FOLDER, spec=f"/srv/{EVIL}", root=Path(f"/srv/{EVIL}"), app="", name=EVIL)
    )
    evil = replace(exchange(1), guest=guest.id, request=_request(), response=_response())
    workbench.add_exchange(evil)
    workbench.store.mail.add(replace(LETTER, app=EVIL, sender=EVIL, recipients=(EVIL,)))
    workbench.store.recent.touch(guest.target, Path(f"/usr/bin/{EVIL}"))
    number = workbench.store.rows()[0].id
    pages = ("/", "/bench?all", f"/bench/{guest.id}", f"/exchanges/{number}", f"/exchanges/{number}/headers")
    for page in (*pages, "/open?target=" + quote(EVIL), "/mail", f"/mail/{LETTER.id}"):
        reader = _Reader()
        reader.feed(workbench.get(page).text)
        assert INVISIBLE.search("".join(reader.shown).replace("\r", "")) is None, page
        assert "u202egpj" in "".join(reader.shown), page


def _response() -> Response:
    response = exchange(1).response
    assert response is not None
    return replace(response, headers=(*response.headers, (f"X-{EVIL}", EVIL)))


def _request() -> Request:
    return replace(exchange(1).request, path=f"/{EVIL}", query=EVIL, headers=((f"X-{EVIL}", EVIL),))
