"""Tests of pictures that the running lab draws, and of opening a lab on the bench."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from server.handbook.pages.page import Page, read_page
from server.model.guest import GuestState
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.handbook import page_view, send_to_bench
from tests.support.handbook_client import HandbookClient


def test_a_page_shows_its_pictures_in_place(handbook: HandbookClient) -> None:
    """The diagram is in the page; a Journey is asked for when the reader reaches it."""
    page = handbook.get("/visits")
    assert page.index("There is no database") < page.index('aria-labelledby="diagram-trip-title')
    assert page.index('id="claim-readable"') < page.index('id="look-1"') < page.index('id="look-2"')
    assert not [call for call in handbook.prover.calls if call[0] == "look"]


def test_a_picture_that_would_show_the_answer_waits_for_the_guess(handbook: HandbookClient) -> None:
    """After an open claim it is held, and can be drawn all the same; after the guess it draws itself."""
    before = handbook.get("/visits").split('id="look-1"')[1].split(">", 1)[0]
    assert 'data-state="held"' in before
    assert 'hx-trigger="draw"' in before
    handbook.predict("readable")
    after = handbook.get("/visits").split('id="look-1"')[1].split(">", 1)[0]
    assert 'data-state="waiting"' in after
    assert "intersect once" in after


def test_every_picture_after_an_open_claim_waits_until_prose_comes(
    handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two pictures in a row the second is held too, unless there is prose between them."""

    def terse(lab: Lab) -> Page:
        page = read_page(lab)
        between = "The second visit brings"
        return replace(page, parts=tuple(part for part in page.parts if between not in str(part)))

    def states() -> list[str]:
        return re.findall(r'id="look-\d" data-state="(\w+)"', handbook.get("/visits"))

    assert states() == ["held", "waiting"]
    monkeypatch.setattr(page_view, "read_page", terse)
    assert states() == ["held", "held"]
    handbook.predict("readable")
    assert states() == ["waiting", "waiting"]


def test_a_diagram_that_would_show_the_answer_is_closed_until_the_guess(handbook: HandbookClient) -> None:
    """One after an open claim can be opened all the same; the others are open pictures."""
    page = handbook.get("/visits")
    assert page.count('<details class="picture spoiler">') == 1
    assert page.index('<details class="picture spoiler">') < page.index('aria-labelledby="diagram-two-title')
    handbook.predict("new-each-time")
    assert '<details class="picture spoiler">' not in handbook.get("/visits")


def test_a_picture_is_the_journey_of_its_last_request(handbook: HandbookClient) -> None:
    """The requests are sent in order with one cookie jar, and the status is shown beside the request."""
    part = handbook.post("/visits/looks/1")
    assert handbook.prover.calls == [("look", "visits", "GET /", "GET /")]
    assert 'data-state="drawn"' in part
    assert 'class="journey"' in part
    assert '<span class="status tone-ok" title="OK">200</span>' in part
    assert "After <code>GET /</code>" in " ".join(part.split())


def test_a_picture_that_cannot_be_drawn_shows_the_reason(handbook: HandbookClient) -> None:
    """With a button that tries again."""
    handbook.prover.look_problem = Problem(
        code=ProblemCode.GUEST_GONE, cause="The guest is gone.", remedy="Restart it."
    )
    part = handbook.post("/visits/looks/1")
    assert 'data-state="stuck"' in part
    assert "The guest is gone." in part
    assert "Try again" in part


def test_a_slow_picture_does_not_hold_the_request(
    handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows that it waits, and asks again by itself."""
    monkeypatch.setattr(send_to_bench, "WAIT_SECONDS", 0.0)
    handbook.prover.gate.clear()
    part = handbook.post("/visits/looks/1")
    assert "This request takes longer than expected." in part
    assert "load delay:700ms" in part
    handbook.prover.gate.set()


@pytest.mark.parametrize(
    "path", ["/visits/looks/9", "/visits/looks/0", "/nothing/looks/1", "/visits/looks/9/bench"]
)
def test_a_picture_that_is_not_there_is_404(handbook: HandbookClient, path: str) -> None:
    """By number, and by lab."""
    assert handbook.workbench.post(f"/handbook{path}").status_code == 404


def test_a_picture_is_sent_on_the_bench(handbook: HandbookClient) -> None:
    """All its requests go to the lab's guest there, and the last is shown."""
    answer = handbook.workbench.post("/handbook/visits/looks/1/bench")
    (guest,) = handbook.workbench.guests.all()
    assert [outgoing.path for outgoing in guest.requests] == ["/", "/"]
    newest = max(guest.requests_by_exchange)
    assert answer.headers["HX-Redirect"] == f"/bench/g1?exchange={newest}"


def test_if_the_lab_does_not_start_the_bench_explains_it(handbook: HandbookClient) -> None:
    """Nothing is sent, and the reader is led to the bench, which explains why."""
    handbook.post("/visits/bench")
    (guest,) = handbook.workbench.guests.all()
    guest.status = replace(guest.status, state=GuestState.STARTING)
    answer = handbook.workbench.post("/handbook/visits/looks/1/bench")
    assert answer.headers["HX-Redirect"] == "/bench/g1"
    assert guest.requests == []


def test_the_request_that_decided_is_sent_on_the_bench(handbook: HandbookClient) -> None:
    """Only for a claim that was predicted: the request would reveal the experiment."""
    assert handbook.workbench.post("/handbook/visits/claims/counts/bench").status_code == 404
    handbook.predict("counts")
    handbook.workbench.store.flush()
    answer = handbook.workbench.post("/handbook/visits/claims/counts/bench")
    (guest,) = handbook.workbench.guests.all()
    assert [(outgoing.method, outgoing.path) for outgoing in guest.requests] == [("GET", "/")]
    assert answer.headers["HX-Redirect"].startswith("/bench/g1?exchange=")


def test_sending_a_lab_to_the_bench_opens_it_there(handbook: HandbookClient) -> None:
    """The lab is opened once; sent again it is the same guest."""
    first = handbook.workbench.post("/handbook/visits/bench")
    assert first.headers["HX-Redirect"] == "/bench/g1"
    assert handbook.workbench.post("/handbook/visits/bench").headers["HX-Redirect"] == "/bench/g1"
    assert [guest.target.spec for guest in handbook.workbench.guests.all()] == ["lab:visits"]
    assert handbook.workbench.guests.all()[0].calls == []


def test_a_stopped_lab_is_started_again_on_the_bench(handbook: HandbookClient) -> None:
    """Sending a lab whose guest was stopped restarts it."""
    handbook.post("/visits/bench")
    guest = handbook.workbench.guests.all()[0]
    guest.stop()
    handbook.post("/visits/bench")
    assert guest.status.state is GuestState.READY
    assert guest.calls == ["stop", "restart"]


def test_the_bench_gets_the_lab_with_the_edits(handbook: HandbookClient, tmp_path: Path) -> None:
    """A changed lab is opened from its working copy, and restarted so that the last save counts."""
    handbook.post("/echo/source", **{"file:app.py": "app = 1\n"})
    handbook.post("/echo/bench")
    guest = handbook.workbench.guests.all()[0]
    assert guest.target.root == tmp_path / "labs" / "echo"
    handbook.post("/echo/bench")
    assert guest.calls == ["restart"]
