"""The last verdict of each claim."""

import json
from collections.abc import Callable
from dataclasses import asdict

from server.model.claim import Outcome, Verdict
from server.model.exchange import Exchange
from server.store.access import TableAccess
from server.store.checked import values
from server.store.checked.values import optional, text
from server.store.records import StoredVerdict


class Verdicts:
    """The last verdicts and the exchanges that decided them; `keep` stores an exchange and returns its id."""

    def __init__(self, tables: TableAccess, keep: Callable[[Exchange], int]) -> None:
        self._tables = tables
        self._keep = keep

    def save(self, verdict: Verdict) -> StoredVerdict:
        """Store a verdict as the last one of its claim, with the exchange that decided it."""
        stored = self.with_exchange(verdict)
        value = json.dumps(
            {name: item for name, item in asdict(stored).items() if name not in ("lab", "claim")}
        )
        self._tables.write(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)",
            (stored.lab, stored.claim, stored.exchange_id, value),
        )
        return stored

    def with_exchange(self, verdict: Verdict) -> StoredVerdict:
        """Return the verdict as a record; only its deciding exchange is stored, if it has no id yet."""
        deciding = verdict.exchanges[-1] if verdict.exchanges else None
        return StoredVerdict(
            lab=verdict.lab,
            claim=verdict.claim,
            outcome=verdict.outcome,
            reason=verdict.reason,
            remedy=verdict.remedy,
            expected=verdict.expected,
            versions=verdict.versions,
            took=verdict.took,
            decided_at=verdict.decided_at,
            exchange_id=None if deciding is None else deciding.id or self._keep(deciding),
        )

    def of(self, lab: str) -> dict[str, StoredVerdict]:
        """Return the last verdict of each claim of a lab."""
        found = self._tables.read(
            "SELECT claim, value, exchanges.id FROM verdicts"
            " LEFT JOIN exchanges ON exchanges.id = verdicts.exchange WHERE lab = ?",
            (lab,),
        )
        return {
            verdict.claim: verdict
            for verdict in self._tables.set_aside.fitting(
                "verdicts", found, lambda row: _verdict(lab, *row), lambda row: f"{lab} {row[0]}"
            )
        }


def _verdict(lab: str, claim: str, stored: object, exchange_id: int | None) -> StoredVerdict:
    value = values.from_json_text(stored)
    return StoredVerdict(
        lab=lab,
        claim=text(claim),
        outcome=Outcome(value["outcome"]),
        reason=text(value["reason"]),
        remedy=optional(text, value["remedy"]),
        expected=optional(Outcome, value["expected"]),
        versions=values.versions(value["versions"]),
        took=values.number(value["took"]),
        decided_at=values.moment(value["decided_at"]),
        exchange_id=optional(values.whole, exchange_id),
    )
