"""Prepares one exchange for a page: a heading, the Journey, and one tab for each lens."""

from dataclasses import dataclass, replace
from typing import Final

from server.i18n import gettext as _
from server.lenses.findings.finding import Finding, Severity
from server.lenses.findings.registry import findings_of
from server.lenses.journey.journey import Journey, build_journey, totals
from server.lenses.kit.blocks import Tone
from server.lenses.kit.event_reader import finite
from server.lenses.kit.formatting import duration, size
from server.lenses.kit.lens import LensView
from server.lenses.registry import LENSES
from server.lenses.render.on_demand import most_events
from server.lenses.render.panel_tabs import PanelTab, panel_tabs, titles_of
from server.lenses.response import status_tone
from server.model.exchange import Exchange, ExchangeState
from server.model.guest import SensorState
from server.model.origin import Origin
from server.model.printable import printable

_VERSIONS: Final = ("python", "flask", "werkzeug", "server")


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """The contents of an exchange panel; `status` is like `200 OK`, empty while there is no response.

    `app` and `origin` (facts with their labels) are empty where it is not known what ran the app.
    """

    id: int
    method: str
    path: str
    query: str
    state: ExchangeState
    status: str
    status_tone: Tone
    took: str
    size: str
    versions: str
    app: str
    origin: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    journey: Journey
    summary: str
    views: tuple[LensView, ...]

    @property
    def tabs(self) -> tuple[PanelTab, ...]:
        """Return the tabs of a page."""
        return panel_tabs(self.views)

    @property
    def titles(self) -> dict[str, str]:
        """Return for the id of each lens the title of the tab that has it."""
        return titles_of(self.tabs)


def build_panel(exchange: Exchange, sensors: tuple[SensorState, ...] = ()) -> Panel:
    """Return all that a page shows of an exchange; never raises, whatever the guest sent."""
    journey = build_journey(exchange, most_events(exchange))
    findings = findings_of(exchange)
    response = exchange.response
    took = finite(exchange.took)
    return Panel(
        id=exchange.id,
        method=printable(exchange.request.method),
        path=printable(exchange.request.path),
        query=printable(exchange.request.query),
        state=exchange.state,
        status="" if response is None else printable(f"{response.status} {response.reason}".strip()),
        status_tone=Tone.PLAIN if response is None else status_tone(response.status),
        took="" if took is None else duration(took),
        size="" if response is None else size(response.body.size),
        versions=printable(exchange.versions.phrase(*_VERSIONS, separator=" · ")),
        app="" if exchange.origin is None else printable(exchange.origin.app),
        origin=_origin(exchange.origin),
        findings=findings,
        journey=_without_praise(journey) if _matter(findings) else journey,
        summary=totals(exchange, journey),
        views=tuple(lens.present(exchange, sensors) for lens in LENSES),
    )


def _matter(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity is not Severity.NOTE for finding in findings)


def _without_praise(journey: Journey) -> Journey:
    """Return the Journey without a tick at its headline: something is wrong although an answer came."""
    if journey.answer.tone is not Tone.GOOD:
        return journey
    return replace(journey, answer=replace(journey.answer, tone=Tone.PLAIN))


def _origin(origin: Origin | None) -> tuple[tuple[str, str], ...]:
    """Return what ran the app and where it comes from, without what is not known."""
    if origin is None:
        return ()
    facts = (
        (_("Created at"), origin.place),
        (_("Interpreter"), origin.interpreter),
        (_("Working directory"), origin.working_directory),
    )
    return tuple((label, printable(text)) for label, text in facts if text)
