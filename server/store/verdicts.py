"""The last verdict of each claim."""

import json
from collections.abc import Callable
from dataclasses import asdict

from server.model.claim import Outcome, Verdict
from server.model.exchange import Exchange
from server.model.versions import Versions
from server.store.access import TableAccess
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
        return {claim: _verdict(lab, claim, value, exchange_id) for claim, value, exchange_id in found}


def _verdict(lab: str, claim: str, text: str, exchange_id: int | None) -> StoredVerdict:
    value = json.loads(text)
    return StoredVerdict(
        lab=lab,
        claim=claim,
        outcome=Outcome(value["outcome"]),
        reason=value["reason"],
        remedy=value["remedy"],
        expected=Outcome(value["expected"]) if value["expected"] is not None else None,
        versions=Versions(**value["versions"]),
        took=value["took"],
        decided_at=value["decided_at"],
        exchange_id=exchange_id,
    )
