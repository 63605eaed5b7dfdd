"""The code of an experiment, and what its counterexample changes, as a page shows them."""

import ast
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from server.handbook.catalogue.lab_files import read_text
from server.handbook.experiment import Counter, Experiment
from server.model.lab import Lab


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceChange:
    """One replacement of a counterexample: in `file`, the lines that go and the lines that come."""

    file: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CounterView:
    """A counterexample as one reads it: changes of the lab, and other values for the experiment."""

    changes: tuple[SourceChange, ...]
    parameters: tuple[tuple[str, str], ...]


def experiment_source(experiment: Experiment) -> str:
    """The experiment's function as its author wrote it, without the decorator that states the claim."""
    source = inspect.getsource(experiment.run)
    function = ast.parse(source).body[0]
    lines = source.splitlines()
    return "\n".join(lines[function.lineno - 1 :])


def counter_view(lab: Lab, counter: Counter) -> CounterView:
    """What a counterexample changes, whole lines of it."""
    return CounterView(
        changes=tuple(_change(lab, old, new) for old, new in counter.changes.items()),
        parameters=tuple((name, repr(value)) for name, value in counter.parameters.items()),
    )


def _change(lab: Lab, old: str, new: str) -> SourceChange:
    for file in lab.files:
        text = read_text(lab.folder / file)
        if old in text:
            before, after = text.splitlines(), text.replace(old, new).splitlines()
            return SourceChange(file=file, old=_only(before, after), new=_only(after, before))
    raise ValueError(f"{old!r} is in no file of {lab.slug}")


def _only(lines: list[str], others: list[str]) -> tuple[str, ...]:
    """The lines of the first that are not matched by the second, from the first difference to the last."""
    blocks: Iterable[tuple[str, int, int, int, int]] = SequenceMatcher(
        None, lines, others, autojunk=False
    ).get_opcodes()
    return tuple(line for tag, start, end, _, _ in blocks if tag != "equal" for line in lines[start:end])
