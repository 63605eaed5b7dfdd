"""One run of an action for each place in our source that makes a call, with that call failing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.hardness.file_calls.errors import Fault, faults_of
from tests.hardness.file_calls.injector import Injector, Place
from tests.hardness.file_calls.trial import Action, complaints

# Where the paths are made by us, or were looked at before, so that they can be paths.
OWN_PATHS: Final = (
    "desktop/shell/",
    "server/handbook/catalogue/export.py",
    "server/handbook/catalogue/lab_files.py",
    "server/handbook/catalogue/working_copies.py",
    "server/probe/",
    "server/resources.py",
    "server/runner/processes/",
    "server/store/",
)
MOST_ACTIONS: Final = 3  # how many of the actions that reach a place are tried with each error


@dataclass
class Sweep:
    """How many runs there were, at how many places, and what was wrong with which."""

    tried: int = 0
    places: set[Place] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def sweep(actions: Iterable[Action], *, long: bool) -> Sweep:
    """Run each action once to see which calls it makes; then let each call fail in turn.

    With `long` it fails with each error that it can give, else with one of them, another at each place.
    """
    result = Sweep()
    with complaints() as heard, Injector() as injector:
        reach: defaultdict[Place, list[Action]] = defaultdict(list)
        for action in actions:
            action.prepare()
            injector.places.clear()
            result.wrong += [f"{action.name}: {complaint}" for complaint in heard.of(action)]
            for place in injector.places:
                reach[place].append(action)
        for place, fault, action in _runs(reach, long=long):
            action.prepare()
            with injector.fail(place, fault):
                found = heard.of(action)
            result.tried += 1
            result.places.add(place)
            name = getattr(fault, "__name__", fault)
            result.wrong += [f"{place} {name}, {action.name}: {complaint}" for complaint in found]
    return result


def _runs(reach: dict[Place, list[Action]], *, long: bool) -> Iterator[tuple[Place, Fault, Action]]:
    for number, (place, actions) in enumerate(sorted(reach.items(), key=lambda each: each[0])):
        faults = faults_of(place.call, names=not place.file.startswith(OWN_PATHS))
        if long:
            yield from ((place, fault, action) for fault in faults for action in actions[:MOST_ACTIONS])
        else:
            yield place, faults[number % len(faults)], actions[0]
