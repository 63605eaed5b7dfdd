"""Makes a stored exchange smaller: folds similar events into one, and leaves events out evenly.

Both work on the JSON object of `serialise`. What says how the request was answered is left out last.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from server.model.event import ANSWER_KINDS
from server.model.exchange import LossReason

StoredEvent = dict[str, Any]


def fold_repeats(value: dict[str, Any], keep: int) -> None:
    """Keep of similar events the first ones and the last, `keep` in all; the first counts the others.

    Similar events are of one kind, family, line and thread, and not failed ones.
    """
    groups: defaultdict[tuple[Any, ...], list[StoredEvent]] = defaultdict(list)
    for event in value["events"]:
        if event["kind"] not in ANSWER_KINDS and event["family"] and not event["body"].get("error"):
            caller = tuple(event["caller"] or ())
            groups[event["kind"], event["family"], caller, event.get("thread")].append(event)
    removed: set[int] = set()
    for group in groups.values():
        if len(group) > keep:
            middle = group[keep - 1 : -1]
            _fold(group[0], middle)
            removed.update(map(id, middle))
    _remove(value, removed)


def _fold(first: StoredEvent, others: list[StoredEvent]) -> None:
    folded = [each["folded"] for each in (first, *others) if "folded" in each]
    first["folded"] = [
        len(others) + sum(count for count, _took, _until in folded),
        round(sum(each["took"] or 0.0 for each in others) + sum(took for _count, took, _until in folded), 4),
        max(others[-1]["at"], *(until for _count, _took, until in folded), others[0]["at"]),
    ]


def leave_out_evenly(value: dict[str, Any]) -> bool:
    """Leave out half of the kind with the most events, every other one; return False if none can be spared.

    The first and the last event between two that say how the request was answered stay as long as possible.
    """
    events: list[StoredEvent] = value["events"]
    kept = _ends_of_runs(events)
    for candidates in (
        [event for event in events if event["kind"] not in ANSWER_KINDS and id(event) not in kept],
        [event for event in events if event["kind"] not in ANSWER_KINDS],
        events[1:-1],
        events,
    ):
        if candidates:
            kind = Counter(event["kind"] for event in candidates).most_common(1)[0][0]
            spared = [event for event in candidates if event["kind"] == kind][::2]
            _count(value, spared)
            _remove(value, {id(event) for event in spared})
            return True
    return False


def _ends_of_runs(events: list[StoredEvent]) -> set[int]:
    """Return the first and the last event of each run between events that say how it was answered."""
    kept: set[int] = set()
    for before, event, after in zip([None, *events], events, [*events[1:], None], strict=False):
        if any(other is None or other["kind"] in ANSWER_KINDS for other in (before, after)):
            kept.add(id(event))
    return kept


def _count(value: dict[str, Any], spared: Iterable[StoredEvent]) -> None:
    numbers: Counter[str] = Counter()
    for event in spared:
        numbers[event["kind"]] += 1 + event.get("folded", [0])[0]
    for loss in value["losses"]:
        if loss[0] == LossReason.STORE:
            loss[2] += numbers.pop(loss[1], 0)
    value["losses"] += [[LossReason.STORE.value, kind, number] for kind, number in numbers.items()]


def _remove(value: dict[str, Any], removed: set[int]) -> None:
    value["events"] = [event for event in value["events"] if id(event) not in removed]
