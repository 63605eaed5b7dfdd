"""Finds the files whose tests belong to a case, without importing them."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from tests.sources import python_files

_MARKER: Final = re.compile(r"\bmark\.hardness\(\s*\"([^\"]*)\"\s*\)")


def marked_files() -> dict[str, list[Path]]:
    """Return the test files of each name that a marker `hardness` gives, in alphabetical order."""
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for path in python_files("tests"):
        if path.name.startswith("test_"):
            for name in sorted(set(_MARKER.findall(path.read_text(encoding="utf-8")))):
                found[name].append(path)
    return dict(found)
