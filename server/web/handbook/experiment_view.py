"""The code of an experiment, and what its counterexample changes, as a page shows them."""

import ast
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from server.file_access import read_text
from server.handbook.experiment import Counter, Experiment
from server.model.lab import Lab


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceChange:
    """One replacement of a counterexample: the `old` and the `new` lines of a file."""

    file: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CounterView:
    """A counterexample for display: changes of the lab's files, and other values for the experiment."""

    changes: tuple[SourceChange, ...]
    parameters: tuple[tuple[str, str], ...]


def experiment_source(experiment: Experiment) -> str:
    """Return the source of the experiment's function, without the decorator that states the claim."""
    source = inspect.getsource(experiment.run)
    function = ast.parse(source).body[0]
    lines = source.splitlines()
    return "\n".join(lines[function.lineno - 1 :])


def counter_view(lab: Lab, counter: Counter) -> CounterView:
    """Return the changes of a counterexample as whole lines."""
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
    """Return the lines of the first text that differ from the second."""
    blocks: Iterable[tuple[str, int, int, int, int]] = SequenceMatcher(
        None, lines, others, autojunk=False
    ).get_opcodes()
    return tuple(line for tag, start, end, _, _ in blocks if tag != "equal" for line in lines[start:end])
