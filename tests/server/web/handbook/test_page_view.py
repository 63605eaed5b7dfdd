"""Tests of the assembled page of a lab."""

from server.model.lab import Lab
from server.web.handbook.page_view import look_of, neighbours, page_of
from tests.support.handbook_client import HandbookClient


def lab(handbook: HandbookClient, slug: str = "visits") -> Lab:
    """Return a sample lab."""
    found = handbook.catalogue.lab(slug)
    assert found is not None
    return found


def test_every_claim_is_on_the_page_once(handbook: HandbookClient) -> None:
    """Where the prose places it, or after the prose."""
    with handbook.workbench.app.app_context():
        page = page_of(handbook.reader, lab(handbook))
    placed = [part.claim.claim.id for part in page.parts if part.claim]
    rest = [view.claim.id for view in page.rest]
    assert sorted((*placed, *rest)) == sorted(claim.id for claim in lab(handbook).claims)


def test_each_part_is_one_thing(handbook: HandbookClient) -> None:
    """Prose, a claim, a diagram or a picture."""
    with handbook.workbench.app.app_context():
        parts = page_of(handbook.reader, lab(handbook)).parts
    for part in parts:
        fields = (part.prose, part.claim, part.diagram, part.look)
        assert sum(field is not None for field in fields) == 1


def test_a_picture_after_an_open_claim_waits_for_the_prediction(handbook: HandbookClient) -> None:
    """It would show what the reader has yet to predict."""

    def held() -> list[bool]:
        with handbook.workbench.app.app_context():
            return [part.look.held for part in page_of(handbook.reader, lab(handbook)).parts if part.look]

    before = held()
    for claim in lab(handbook).claims:
        handbook.predict(claim.id)
    assert before
    assert held() == [False] * len(before)


def test_an_explanation_after_an_open_claim_is_folded(handbook: HandbookClient) -> None:
    """Up to the next heading; nothing of the page is lost, and a predicted claim folds nothing."""

    def prose() -> list[tuple[bool, str]]:
        with handbook.workbench.app.app_context():
            parts = page_of(handbook.reader, lab(handbook)).parts
        return [(part.held, part.prose) for part in parts if part.prose is not None]

    before = prose()
    held = [text for folded, text in before if folded]
    assert held
    assert not [text for text in held if "<h2" in text]
    assert 'class="held-prose"' in handbook.get("/visits")
    for claim in lab(handbook).claims:
        handbook.predict(claim.id)
    assert not [text for folded, text in prose() if folded]
    assert "".join(text for _, text in before) == "".join(text for _, text in prose())


def test_pictures_are_numbered_from_one(handbook: HandbookClient) -> None:
    """The number is part of the address that draws one."""
    assert look_of(lab(handbook), 0) is None
    first = look_of(lab(handbook), 1)
    assert first is not None
    assert first.number == 1
    assert look_of(lab(handbook), 99) is None


def test_neighbours_follow_the_order_of_reading(handbook: HandbookClient) -> None:
    """The first lab has none before it, the last none after it."""
    echo, visits = lab(handbook, "echo"), lab(handbook, "visits")
    assert neighbours(handbook.catalogue, echo) == (None, visits)
    assert neighbours(handbook.catalogue, visits) == (echo, None)
