"""A store with something in each table, and the addresses of all pages that read it."""

import time
from pathlib import Path
from typing import Final

from server import layout, preferences
from server.learning.bookmark import BookmarkStore
from server.learning.predictions import PredictionRecord
from server.model.claim import Outcome
from server.model.guest import Target, TargetKind
from server.model.mail import MailMessage
from server.model.versions import Versions
from server.store import ExchangeFilter, Store
from server.store.records import ProjectSettings
from tests.support.sample_exchanges import event, exchange, verdict
from tests.support.workbench_client import WorkbenchClient

LAB: Final = "session"
CLAIM: Final = "encrypted"
LETTER: Final = "4f2a"
TARGET: Final = Target(
    kind=TargetKind.FILE, spec="/srv/shop/app.py", root=Path("/srv/shop"), app="app.py", name="shop"
)
EXCHANGES: Final = 12
TABS: Final = ("journey", "routing", "response", "request", "cookies", "raw")
# Every page that reads from the store, each of them with what it reads in `fill`.
ADDRESSES: Final = (
    "/",
    "/bench",
    "/bench?all=yes",
    "/bench/guest1",
    "/bench/guest1/rows?text=orders&guest=guest1",
    "/exchanges/7",
    "/exchanges/7/headers",
    "/exchanges/7/edit",
    "/exchanges/1/preview",
    "/exchanges/1",
    "/handbook",
    f"/handbook/{LAB}",
    f"/handbook/{LAB}/claims/{CLAIM}",
    f"/handbook/{LAB}/claims/{CLAIM}/exchange",
    f"/handbook/{LAB}/claims/{CLAIM}/versions",
    f"/handbook/{LAB}/claims/{CLAIM}/experiment",
    "/handbook/guesses",
    "/handbook/versions",
    "/mail",
    f"/mail/{LETTER}",
    "/mail/rows",
    f"/mail/{LETTER}/html",
    f"/mail/{LETTER}/attachments/0",
    "/open?target=/srv/shop/app.py",
    "/settings",
    "/settings/store",
)


def fill(store: Store) -> None:
    """Put something into each table."""
    store.settings.set("theme", "dark")
    store.settings.set("language", "sv")
    store.settings.set("history_mb", 100)
    store.settings.set("layout", {"split-bench": 40})
    store.settings.set("handbook.here", {"lab": LAB, "anchor": None})
    store.settings.set(f"handbook.record.{LAB}", {CLAIM: ["holds", "fails"]})
    store.settings.set(f"handbook.hidden.{LAB}", [])
    store.recent.touch(TARGET, Path("/srv/py/python3"))
    store.projects.add_opening("guest1", TARGET)
    store.projects.save(TARGET, ProjectSettings(memory_mb=2048))
    store.trust.grant(Path("/srv/shop"))
    for number in range(1, EXCHANGES + 1):
        sent = event("mail", {"letter": LETTER}) if number == 1 else event("routing", {"endpoint": "orders"})
        store.add(exchange(number, events=(sent,)))
    store.mail.add(
        MailMessage(
            id=LETTER,
            guest="guest1",
            app="shop",
            received_at=time.time(),
            sender="post@ferries.example",
            recipients=("ada@mail.example",),
            source=b"Subject: Tickets\r\n\r\nBe there.\r\n",
            exchange=1,
        )
    )
    store.predictions.add(LAB, CLAIM, Outcome.HOLDS)
    seen = Versions(python="3.12.1", flask="3.1.0", werkzeug="3.1.0")
    store.results.add(verdict(versions=seen, outcome=Outcome.HOLDS))
    store.results.add(verdict(versions=seen))
    store.results.add(verdict(versions=seen), "/srv/py/python3")
    store.verdicts.save(verdict(exchange(7), versions=seen))
    store.flush()


def read_everything(store: Store) -> None:
    """Read each table as the pages do, without them."""
    for setting in preferences.NUMBERS:
        preferences.number(store.settings, setting)
    preferences.theme(store.settings)
    preferences.language(store.settings)
    Path(preferences.own_labs(store.settings)).is_dir()
    layout.layout_json(store.settings)
    BookmarkStore(store.settings).position()
    record = PredictionRecord(store)
    record.guesses(LAB)
    record.first_guesses(LAB)
    record.skipped(LAB)
    store.recent.list()
    store.projects.settings(TARGET)
    store.projects.of_guest("guest1")
    store.trust.is_granted(Path("/srv/shop"))
    for row in store.mail.list():
        store.mail.get(row.id)
    store.mail.unseen_count()
    store.verdicts.of(LAB)
    store.results.of(LAB)
    store.results.changes()
    store.results.interpreter_paths()
    store.results.seconds_by_lab()
    for number in range(EXCHANGES + 2):
        store.exchange(number)
    for row_filter in (
        ExchangeFilter(),
        ExchangeFilter(text="orders"),
        ExchangeFilter(text="o", method="POST"),
    ):
        store.rows(row_filter)


def failures(workbench: WorkbenchClient) -> list[str]:
    """Return the addresses that answer with an error of Fumehood, with the status."""
    found = []
    for address in ADDRESSES:
        status = workbench.get(address).status_code
        if status >= 500:
            found.append(f"{address}: {status}")
    return found
