"""Says which events of an exchange are missing, and why."""

from collections.abc import Callable
from typing import Final

from server.lenses.kit.i18n import ngettext
from server.model.exchange import Exchange, Loss, LossReason
from server.model.printable import printable


def loss_sentences(exchange: Exchange) -> tuple[str, ...]:
    """Return one sentence for each reason why events are missing."""
    sentences = [_on_the_way(exchange.lost_events)] if exchange.lost_events else []
    for reason, wording in _WORDINGS.items():
        losses = [loss for loss in exchange.losses if loss.reason is reason and loss.number > 0]
        if losses:
            sentences.append(wording(sum(loss.number for loss in losses), _kinds(losses)))
    return tuple(sentences)


def _kinds(losses: list[Loss]) -> str:
    """Return the numbers of each kind, the largest first."""
    ordered = sorted(losses, key=lambda loss: -loss.number)
    return ", ".join(f"{printable(loss.kind)} {loss.number}" for loss in ordered)


def _on_the_way(number: int) -> str:
    return ngettext(
        "%(num)d event was lost on its way here.", "%(num)d events were lost on their way here.", number
    )


def _by_the_guest(number: int, kinds: str) -> str:
    return ngettext(
        "%(num)d event was left out while the app ran, because one request had too many: %(kinds)s.",
        "%(num)d events were left out while the app ran, because one request had too many: %(kinds)s.",
        number,
        kinds=kinds,
    )


def _by_the_host(number: int, kinds: str) -> str:
    return ngettext(
        "%(num)d event was left out, because the events of this exchange were too large: %(kinds)s.",
        "%(num)d events were left out, because the events of this exchange were too large: %(kinds)s.",
        number,
        kinds=kinds,
    )


def _by_the_store(number: int, kinds: str) -> str:
    return ngettext(
        "%(num)d event is not stored, because the history keeps at most 50 KB of an exchange: %(kinds)s.",
        "%(num)d events are not stored, because the history keeps at most 50 KB of an exchange: %(kinds)s.",
        number,
        kinds=kinds,
    )


def _unknown(number: int, _kinds: str) -> str:
    return ngettext("%(num)d event is missing.", "%(num)d events are missing.", number)


_WORDINGS: Final[dict[LossReason, Callable[[int, str], str]]] = {
    LossReason.GUEST: _by_the_guest,
    LossReason.HOST: _by_the_host,
    LossReason.STORE: _by_the_store,
    LossReason.UNKNOWN: _unknown,
}
