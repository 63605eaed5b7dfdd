"""Components of the front end, from the licences that its build collects."""

import re
from pathlib import Path
from typing import Final

from server.components.component import Component, ComponentOrigin, LicenceText
from server.file_access import read_text

# As hatch_build.py writes it: name, version and licence, then a rule.
_HEADING: Final = re.compile(r"^(\S+) (\S+) \((.+)\)\n={72}\n", re.MULTILINE)


def front_end_components(dist: Path) -> tuple[Component, ...]:
    """Return the components in the folder of the built front end; none where it was not built."""
    try:
        text = read_text(dist / "licenses.txt")
    except OSError:
        return ()
    _, *parts = _HEADING.split(text)
    return tuple(
        Component(
            name=name,
            version=version,
            origin=ComponentOrigin.FRONT_END,
            licence=licence,
            homepage=f"https://www.npmjs.com/package/{name}",
            texts=(LicenceText(name="LICENSE", text=words.strip()),) if words.strip() else (),
        )
        for name, version, licence, words in zip(*(parts[number::4] for number in range(4)), strict=True)
    )
