"""Tests of the sentence about a prediction, in English and in Swedish."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from server.learning.claim_view import ClaimView
from server.model.claim import Claim, Outcome
from server.model.versions import Versions
from server.resources import find
from server.store import StoredVerdict
from server.web.handbook.prediction_words import prediction_sentence

HOLDS, FAILS, UNDECIDED = Outcome
CLAIM = Claim(lab="visits", id="counts", statement="It counts.", mistake=False, expected=())


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    """An app with our translations, within a request."""
    app = Flask(__name__)
    Babel(app, default_translation_directories=str(find().translations))
    with app.test_request_context():
        yield app


def view(guess: Outcome | None, outcome: Outcome, printed: Outcome | None = None) -> ClaimView:
    """A claim with its verdict; with `printed`, the verdict is on a copy that the reader has edited."""
    verdict = StoredVerdict(
        lab=CLAIM.lab,
        claim=CLAIM.id,
        outcome=outcome,
        reason="",
        remedy=None,
        expected=None,
        versions=Versions(),
        took=1.0,
        decided_at=0.0,
        exchange_id=None,
    )
    changed = printed if printed is not outcome else None
    return ClaimView(
        claim=CLAIM, guess=guess, verdict=verdict, own=printed is not None, printed=printed, turned=changed
    )


WORDINGS = [
    (view(None, HOLDS), "Shown without a prediction.", "Visat utan gissning."),
    (view(HOLDS, UNDECIDED), "You said true.", "Du sa sant."),
    (view(FAILS, UNDECIDED), "You said false.", "Du sa falskt."),
    (view(HOLDS, HOLDS), "You said true, and it is true.", "Du sa sant, och det är sant."),
    (view(FAILS, FAILS), "You said false, and it is false.", "Du sa falskt, och det är falskt."),
    (view(HOLDS, FAILS), "You said true, but it is false.", "Du sa sant, men det är falskt."),
    (view(FAILS, HOLDS), "You said false, but it is true.", "Du sa falskt, men det är sant."),
    (
        view(HOLDS, FAILS, HOLDS),
        "You said true, and were right about the original lab.",
        "Du sa sant, och hade rätt om den ursprungliga labben.",
    ),
    (
        view(FAILS, HOLDS, FAILS),
        "You said false, and were right about the original lab.",
        "Du sa falskt, och hade rätt om den ursprungliga labben.",
    ),
    (
        view(HOLDS, HOLDS, FAILS),
        "You said true, but in the original lab it is false.",
        "Du sa sant, men för den ursprungliga labben är det falskt.",
    ),
    (
        view(FAILS, FAILS, HOLDS),
        "You said false, but in the original lab it is true.",
        "Du sa falskt, men för den ursprungliga labben är det sant.",
    ),
]


@pytest.mark.parametrize(("shown", "english", "swedish"), WORDINGS, ids=[words for _, words, _ in WORDINGS])
def test_each_outcome_has_its_sentence(shown: ClaimView, english: str, swedish: str) -> None:
    """Right, wrong and undecided have a sentence for each prediction; an edited lab has its own."""
    with force_locale("en"):
        assert prediction_sentence(shown) == english
    with force_locale("sv"):
        assert prediction_sentence(shown) == swedish


def test_a_copy_with_the_same_outcome_needs_no_other_sentence() -> None:
    """If an edit changes nothing, the sentence does not mention the printed lab."""
    with force_locale("en"):
        assert prediction_sentence(view(HOLDS, HOLDS, HOLDS)) == "You said true, and it is true."
