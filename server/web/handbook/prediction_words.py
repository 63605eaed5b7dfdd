"""What became of a reader's prediction, as one sentence."""

from flask_babel import gettext as _

from server.learning.claim_view import ClaimView
from server.model.claim import Outcome


def prediction_sentence(view: ClaimView) -> str:
    """Return whether the reader was right, for the head of a claim's verdict.

    Where an edit of the reader has changed what the claim comes out as, the sentence says that it is about
    the printed lab.
    """
    if view.guess is None:
        return str(_("Shown without a prediction."))
    if view.right is None:
        said_true, said_false = _("You said true."), _("You said false.")
    elif view.own and view.turned:
        said_true, said_false = _about_the_printed_lab(view.right)
    elif view.right:
        said_true, said_false = _("You said true, and it is true."), _("You said false, and it is false.")
    else:
        said_true, said_false = _("You said true, but it is false."), _("You said false, but it is true.")
    return str(said_true if view.guess is Outcome.HOLDS else said_false)


def _about_the_printed_lab(right: bool) -> tuple[str, str]:
    """Return the sentences for a reader who said true, and for one who said false."""
    if right:
        return (
            _("You said true, and were right about the original lab."),
            _("You said false, and were right about the original lab."),
        )
    return _("You said true, but in the original lab it is false."), _(
        "You said false, but in the original lab it is true."
    )
