"""The part of the command that runs inside pytest: selects the tests of cases, and names the case in reports.

`tests/conftest.py` calls it, so that it also runs in pytest's workers.
"""

import inspect
from typing import Final

import pytest

from tests.hardness.cases import CASES

CASE: Final = "hardness"  # the names of the properties in a report
SENTENCE: Final = "hardness-sentence"


def add_options(parser: pytest.Parser) -> None:
    """Add the options that `python -m tests.hardness` passes."""
    parser.addoption("--hardness", action="append", metavar="CASE", help="run only the tests of a case")
    parser.addoption("--hardness-long", action="store_true", help="run long tests at full length")


def select(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Write the cases of each test into its report, and leave out tests that were not asked for."""
    wanted: list[str] | None = config.getoption("--hardness")
    selected = []
    for item in items:
        names = cases_of(item)
        item.user_properties += [(CASE, name) for name in names]
        if names:
            item.user_properties.append((SENTENCE, sentence_of(item)))
        if wanted is None or set(wanted) & set(names):
            selected.append(item)
    if len(selected) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in selected])
        items[:] = selected


def cases_of(item: pytest.Item) -> list[str]:
    """Return the names of the cases that a test belongs to; raise UsageError if one does not exist."""
    names = list(dict.fromkeys(str(marker.args[0]) for marker in item.iter_markers("hardness")))
    unknown = set(names) - {case.name for case in CASES}
    if unknown:
        raise pytest.UsageError(f"{item.nodeid}: tests/hardness/cases.py has no case {', '.join(unknown)}")
    return names


def sentence_of(item: pytest.Item) -> str:
    """Return the first line of a test's docstring."""
    return (inspect.getdoc(getattr(item, "obj", None)) or item.name).partition("\n")[0]
