"""Say in words which visitors a page opened for."""

from collections.abc import Callable, Mapping

from server.lenses.kit.blocks import Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import Sentence, compose
from server.tools.access.run import AccessOutcome

NOBODY = ""


def verdict(outcomes: Mapping[str, AccessOutcome], name: Callable[[str], str]) -> tuple[Sentence, Tone]:
    """Return for which visitors one page opened; `name` returns what a visitor is called."""
    opened = [visitor for visitor, outcome in outcomes.items() if outcome.is_open]
    failed = [outcome for outcome in outcomes.values() if outcome.status is None or outcome.status >= 500]  # noqa: PLR2004 - the errors of servers
    if failed:
        return compose(_("An error, or no answer")), Tone.ERROR
    if not opened:
        return compose(_("For none of them")), Tone.MUTED
    if len(opened) == len(outcomes):
        return compose(_("For all of them")), Tone.PLAIN
    names = ", ".join(name(visitor) for visitor in opened)
    return compose(_("Only for %(names)d"), names=names), Tone.WARNING if NOBODY in opened else Tone.GOOD
