"""URL rules that another one takes every request from, as the matcher of the guest's Werkzeug holds them."""

from __future__ import annotations

from typing import Any

from ..sensors.routing.sensor import is_compiled_otherwise

STATES_LIMIT = 20_000
# Flask answers it by itself for every rule.
AUTOMATIC = "OPTIONS"


def shadowed_rules(url_map: Any) -> list[dict[str, Any]] | None:
    """Return the rules that can never match, or not for some of their methods; None if that is not known.

    The rules of one state of Werkzeug's matcher match the same paths. The first one that takes the method
    wins, so a later one gets no request with a method of an earlier one.
    """
    matcher = getattr(url_map, "_matcher", None)
    root = getattr(matcher, "_root", None)
    if root is None or any(is_compiled_otherwise(type(rule)) for rule in url_map.iter_rules()):
        return None
    found: list[dict[str, Any]] = []
    waiting, visited = [root], 0
    while waiting and visited < STATES_LIMIT:
        state = waiting.pop()
        visited += 1
        found += lost_in_state(state.rules)
        waiting += [*state.static.values(), *(inner for _, inner in state.dynamic)]
    return sorted(found, key=lambda each: (each["rule"], each["endpoint"]))


def lost_in_state(rules: list[Any]) -> list[dict[str, Any]]:
    """Return what later rules of one state lose to earlier ones."""
    found = []
    for number, rule in enumerate(rules):
        if rule.build_only:
            continue
        before = [each for each in rules[:number] if comes_first(each, rule)]
        lost, by = lost_methods(rule, before)
        if by is not None:
            rest = None if rule.methods is None else set(rule.methods) - lost - {AUTOMATIC, "HEAD"}
            found.append(
                {
                    "rule": rule.rule[:300],
                    "endpoint": str(rule.endpoint)[:300],
                    "by_rule": by.rule[:300],
                    "by_endpoint": str(by.endpoint)[:300],
                    "methods": sorted(lost - {AUTOMATIC}),
                    "never": by.methods is None or rest == set(),
                }
            )
    return found


def comes_first(earlier: Any, later: Any) -> bool:
    """Return whether an earlier rule of the same state takes every path that a later one would match."""
    return (
        not earlier.build_only
        and bool(earlier.websocket) == bool(later.websocket)
        and (not earlier.strict_slashes or bool(later.strict_slashes))
    )


def lost_methods(rule: Any, before: list[Any]) -> tuple[set[str], Any]:
    """Return the methods that earlier rules take from a rule, and the first of these rules, or None."""
    lost: set[str] = set()
    by = None
    for earlier in before:
        if earlier.methods is None:
            return set(rule.methods or ()), earlier
        taken = set(earlier.methods) if rule.methods is None else set(earlier.methods) & set(rule.methods)
        if taken - {AUTOMATIC} - lost:
            by = by or earlier
            lost |= taken
    return lost, by
